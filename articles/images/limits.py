"""How much a picture may ask of the server. Importing this module also sets Pillow's own guards."""

from PIL import Image, PngImagePlugin

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_WEBP_PIXELS = 24_000_000  # Pillow decodes WebP through two more canvases: 40 megapixels took 633 MB
MAX_RATIO = 10  # a rendition 1,600 wide stays below WebP's 16,383 pixels in height
MAX_PROFILE_BYTES = 4 * 1024 * 1024

Image.MAX_IMAGE_PIXELS = MAX_PIXELS  # Pillow refuses twice as many by itself; inspect() refuses the rest
PngImagePlugin.MAX_TEXT_CHUNK = 1024 * 1024
PngImagePlugin.MAX_TEXT_MEMORY = 4 * 1024 * 1024
