"""Media: pictures that people upload, kept under the hash of their content.

Nouns: picture (a media object with its WebP derivatives), storage (the folder or bucket that holds the bytes).
Promises: what is served was drawn anew by us and carries no metadata; a key never changes its bytes, so every address may be
cached for ever; a hostile file is refused before it is decoded whole.
Which product, profile or shop shows a picture is known in higher rooms.
"""
