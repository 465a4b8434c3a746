"""Sign-in, one's own account, and the screens of the two administrators who keep accounts."""

from xinqiao.kernel.accounts.views.sign_in import locked_out

__all__ = ["locked_out"]
