"""Static files under names that hold their content's hash, so that browsers keep them for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedFiles(ManifestStaticFilesStorage):
    """Also rewrites the imports of JavaScript modules."""

    support_js_module_import_aggregation = True
