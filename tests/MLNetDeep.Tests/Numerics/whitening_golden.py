#!/usr/bin/env python3
"""Writes whitening_golden.json: NumPy's eigenvectors of a symmetric matrix, and a convolution's whitening weights.

Run with NumPy:  python3 whitening_golden.py > whitening_golden.json
"""
import json

import numpy as np

random = np.random.default_rng(5)


def eigen(matrix):
    """Largest value first; each vector's largest number is above 0."""
    values, vectors = np.linalg.eigh(matrix)
    values, vectors = values[::-1], vectors[:, ::-1].T
    signs = np.sign(vectors[np.arange(len(values)), np.abs(vectors).argmax(1)])
    return values, vectors * signs[:, None]


def weights(images, kernel, outputs):
    """images: [rows, height, width, channels]; weights: [outputs, channels, kernel, kernel]."""
    rows, height, width, channels = images.shape
    patches = np.stack([
        images[:, y:y + kernel, x:x + kernel].transpose(0, 3, 1, 2).reshape(rows, -1)
        for y in range(height - kernel + 1) for x in range(width - kernel + 1)]).reshape(-1, channels * kernel * kernel)
    values, vectors = eigen(patches.T @ patches / len(patches))
    half = vectors[:outputs // 2] / np.sqrt(values[:outputs // 2, None] + 5e-4)
    return np.concatenate([half, -half])


root = random.normal(size=(7, 7))
matrix = root + root.T
values, vectors = eigen(matrix)
images = random.normal(size=(6, 4, 5, 2)).astype("f4")
images[..., 1] += 0.8 * images[..., 0] + 0.3
images = images.round(3)
print(json.dumps({
    "matrix": matrix.ravel().tolist(), "values": values.tolist(), "vectors": vectors.ravel().tolist(),
    "images": images.ravel().astype(float).round(3).tolist(), "weights": weights(images.astype("f8"), 2, 12).ravel().round(7).tolist(),
}).replace("], ", "],\n"))
