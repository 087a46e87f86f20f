#!/usr/bin/env python3
"""Writes spectrogram_golden.json: short-time Fourier transforms by PyTorch and SciPy, mel filters by the published formulas.

Run with PyTorch 1.13 and SciPy 1.10 or later:  python3 spectrogram_golden.py > spectrogram_golden.json
The mel filters follow M. Slaney's Auditory Toolbox (Interval Research report 1998-010) and the HTK book; decibels follow
10 log10(max(floor, power)). The names of the options are those of SpectrogramOptions.
"""
import json

import numpy as np
import scipy.signal
import torch

rng = np.random.default_rng(3)
t = np.arange(150)
signal = np.stack([
    np.sin(2 * np.pi * (0.02 * t + 0.0012 * t * t)) + 0.1 * rng.normal(size=150),
    np.where(t % 37 == 0, 3.0, 0.0) + 0.01 * rng.normal(size=150),
]).astype(np.float32)
x = torch.tensor(signal, dtype=torch.float64)
windows = {
    "Hann": torch.hann_window, "Hamming": torch.hamming_window, "Blackman": torch.blackman_window, "Rectangular": torch.ones,
}


def stft(frame, hop, fft, window="Hann", padding="Reflect"):
    """Shape [channels, bins, frames], complex."""
    w = windows[window](frame, dtype=torch.float64)
    mode = {"Reflect": "reflect", "Zeros": "constant", "None": "reflect"}[padding]
    return torch.stft(x, fft, hop, frame, w, center=padding != "None", pad_mode=mode, return_complex=True).numpy()


def mel_filters(rate, fft, count, low, high, htk, area):
    turn, step = 1000 * 3 / 200, np.log(6.4) / 27

    def to_mel(f):
        if htk:
            return 2595 * np.log10(1 + f / 700)
        return np.where(f < 1000, 3 * f / 200, turn + np.log(np.maximum(f, 1e-9) / 1000) / step)

    def to_hertz(m):
        if htk:
            return 700 * (10 ** (m / 2595) - 1)
        return np.where(m < turn, 200 * m / 3, 1000 * np.exp(step * (m - turn)))

    corners = to_hertz(np.linspace(to_mel(low), to_mel(high), count + 2))
    bins = np.arange(fft // 2 + 1) * rate / fft
    ramps = corners[:, None] - bins[None, :]
    width = np.diff(corners)
    filters = np.maximum(0, np.minimum(-ramps[:-2] / width[:-1, None], ramps[2:] / width[1:, None]))
    return filters * (2 / (corners[2:] - corners[:-2]))[:, None] if area else filters


def power(z):
    return np.abs(z) ** 2


def decibel(p, floor=1e-10):
    return 10 * np.log10(np.maximum(p, floor))


cases = []


def case(name, options, values):
    values = np.asarray(values, dtype=np.float64)
    cases.append({
        "name": name, "options": options, "bins": values.shape[1], "frames": values.shape[2],
        "values": [float("%.9g" % v) for v in values.flatten()],
    })


linear = {"Scale": "Linear"}
case("power", {**linear, "FrameLength": 32, "HopLength": 16}, power(stft(32, 16, 32)))
case("magnitude, default hop", {**linear, "FrameLength": 40, "Quantity": "Magnitude"}, np.abs(stft(40, 10, 40)))
case("hamming, short window, zeros", {
    **linear, "FrameLength": 21, "HopLength": 16, "FftLength": 32, "Window": "Hamming", "Padding": "Zeros"},
    power(stft(21, 16, 32, "Hamming", "Zeros")))
case("blackman, no padding, even but no power of two", {
    **linear, "FrameLength": 24, "HopLength": 20, "FftLength": 36, "Window": "Blackman", "Padding": "None"},
    power(stft(24, 20, 36, "Blackman", "None")))
case("rectangular, odd", {
    **linear, "FrameLength": 27, "HopLength": 30, "Window": "Rectangular"}, power(stft(27, 30, 27, "Rectangular")))
case("decibel", {"FrameLength": 32, "HopLength": 40}, decibel(power(stft(32, 40, 32))))
case("decibel of magnitudes, floor and range", {
    "FrameLength": 32, "HopLength": 40, "Quantity": "Magnitude", "Floor": 0.01, "DynamicRange": 30},
    np.maximum(d := 20 * np.log10(np.maximum(np.abs(stft(32, 40, 32)), 0.01)), d.max() - 30))
case("log", {"FrameLength": 16, "HopLength": 40, "Scale": "Log", "Floor": 0.001}, np.log(np.maximum(power(stft(16, 40, 16)), 0.001)))
p = power(stft(64, 32, 64))
rate = {"SampleRate": 8000, "FrameLength": 64, "HopLength": 32}
case("mel, slaney", {**linear, **rate, "MelBandCount": 8},
     np.einsum("mb,cbf->cmf", mel_filters(8000, 64, 8, 0, 4000, False, True), p))
case("mel, htk", {**rate, "MelBandCount": 6, "MelFormula": "Htk", "MinimumFrequency": 300, "MaximumFrequency": 3500},
     decibel(np.einsum("mb,cbf->cmf", mel_filters(8000, 64, 6, 300, 3500, True, True), p)))
case("mel, htk, peaks of 1, magnitudes", {
    **linear, **rate, "MelBandCount": 5, "MelFormula": "Htk", "MelAreaNormalization": False, "Quantity": "Magnitude"},
    np.einsum("mb,cbf->cmf", mel_filters(8000, 64, 5, 0, 4000, True, False), np.sqrt(p)))
case("some bins", {**linear, **rate, "MinimumFrequency": 1000, "MaximumFrequency": 2000}, p[:, 8:17])
_, _, z = scipy.signal.stft(
    signal.astype(np.float64), window="hamming", nperseg=30, noverlap=15, boundary="even", padded=False)
case("scipy", {**linear, "FrameLength": 30, "HopLength": 15, "Window": "Hamming"},
     power(z * scipy.signal.get_window("hamming", 30).sum()))
print(json.dumps({"signal": [float("%.9g" % v) for v in signal.flatten()], "cases": cases}))
