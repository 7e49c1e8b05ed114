"""A resource view that makes a synthetic version of a table in the browser of whoever may edit its dataset."""

from __future__ import annotations

from typing import Any

import ckan.plugins as plugins
from ckan.plugins import toolkit

FORMATS = {"csv", "tsv", "txt", "json", "jsonl", "parquet", "xlsx"}


class StandinView(plugins.SingletonPlugin):
    plugins.implements(plugins.IConfigurer)
    plugins.implements(plugins.IResourceView, inherit=True)

    def update_config(self, config: Any) -> None:
        toolkit.add_template_directory(config, "templates")
        toolkit.add_public_directory(config, "public")

    def info(self) -> dict[str, Any]:
        # Not in a frame: the page's CSRF token signs the upload in.
        return {
            "name": "standin_view",
            "title": toolkit._("Synthetic version"),
            "default_title": toolkit._("Synthetic version"),
            "icon": "shield",
            "iframed": False,
            "preview_enabled": False,
        }

    def can_view(self, data_dict: dict[str, Any]) -> bool:
        return (data_dict["resource"].get("format") or "").lower() in FORMATS

    def setup_template_variables(self, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
        package_id = data_dict["package"]["id"]
        user = {"user": context.get("user"), "model": context.get("model")}
        try:
            toolkit.check_access("resource_create", user, {"package_id": package_id})
        except toolkit.NotAuthorized:
            return {"may_upload": False}
        return {"may_upload": True}

    def view_template(self, context: Any, data_dict: dict[str, Any]) -> str:
        return "standin_view.html"
