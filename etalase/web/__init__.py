"""The pages. One folder per audience; a page module names its Litestar handlers in `routes`.

The shell: `frame` (who reads, in which language and theme), `pages` (templates), `filters` (how values are written),
`security` (headers and cross-site posts), `files` (static files), `errors`, `switches`.
"""
