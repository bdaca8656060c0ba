"""Seeing without a service: what stands in a picture, who is in it, what is marked, and where to cut it.

Everything here works on pixels of a plain picture and runs in a confined child (`worker.py`), whose program's side is
`engines/sight.py`. NumPy, OpenCV, ONNX Runtime and RapidOCR are the optional dependencies `altproof[offline]`.
"""
