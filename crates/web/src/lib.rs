//! Pages and JSON over HTTP: router, views, templates, assets. The only crate that knows HTTP requests.
