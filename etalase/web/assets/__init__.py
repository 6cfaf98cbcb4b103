"""What a browser loads besides pages: built once by `python -m etalase.web.assets`, named by content, kept for ever.

`bundle` writes `etalase/web/static/built/` from node_modules, `etalase/web/styles` and `etalase/web/modules`;
`manifest` tells a running server the hashed names.
"""
