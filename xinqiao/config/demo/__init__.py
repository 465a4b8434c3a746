"""The demo county 青溪县 (示范数据), a pure function of a seed and an anchor date."""
