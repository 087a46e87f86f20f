using System.Runtime.InteropServices;
using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>
/// Sets a convolution's weights so that its outputs are uncorrelated over the training rows' patches: the eigenvectors of the patches'
/// second moments, each divided by the root of its eigenvalue, and their negatives (arXiv:2404.00498, section 3.1).
/// </summary>
internal static class PatchWhitening
{
    private const double Epsilon = 5e-4; // airbench's, against directions without any spread
    private const int MostPatches = 300_000;
    private const int FewestRows = 32;

    /// <summary>Sets the weights; where no window fits into the rows they stay.</summary>
    /// <param name="input">Shape [rows, ...input shape].</param>
    /// <param name="weight">Shape [outputs, channels, ...window].</param>
    /// <param name="grid">Shape of a row.</param>
    /// <param name="window">The convolution's window.</param>
    public static void Set(torch.Tensor input, torch.Tensor weight, Grid grid, SlidingWindow window)
    {
        int[] offsets = Offsets(grid, window);
        (int down, int right) = (grid.Height - window.Vertical.Reach + 1, grid.Width - window.Horizontal.Reach + 1);
        if (down < 1 || right < 1)
            return;
        torch.Tensor rows = input.contiguous();
        double[,] moments = Moments(MemoryMarshal.Cast<byte, float>(rows.bytes), grid, offsets, down, right);
        Write(MemoryMarshal.Cast<byte, float>(weight.bytes), SymmetricEigen.Decompose(moments));
    }

    /// <summary>Where a patch's numbers lie behind its first pixel, in the order of the weights: channels, height, width.</summary>
    private static int[] Offsets(Grid grid, SlidingWindow window) =>
    [
        .. from channel in Enumerable.Range(0, grid.Channels)
           from y in Enumerable.Range(0, window.Vertical.Kernel)
           from x in Enumerable.Range(0, window.Horizontal.Kernel)
           select (y * window.Vertical.Dilation * grid.Width + x * window.Horizontal.Dilation) * grid.Channels + channel,
    ];

    private static double[,] Moments(ReadOnlySpan<float> pixels, Grid grid, int[] offsets, int down, int right)
    {
        int rowLength = grid.PixelCount * grid.Channels;
        int rowCount = Math.Min(pixels.Length / rowLength, Math.Max(FewestRows, MostPatches / (down * right)));
        double[,] moments = new double[offsets.Length, offsets.Length];
        double[] patch = new double[offsets.Length];
        for (int row = 0; row < rowCount; row++)
        {
            for (int place = 0; place < down * right; place++)
            {
                int first = row * rowLength + (place / right * grid.Width + place % right) * grid.Channels;
                for (int i = 0; i < patch.Length; i++)
                    patch[i] = pixels[first + offsets[i]];
                for (int i = 0; i < patch.Length; i++)
                    for (int j = i; j < patch.Length; j++)
                        moments[i, j] += patch[i] * patch[j];
            }
        }

        double count = (double)rowCount * down * right;
        for (int i = 0; i < patch.Length; i++)
            for (int j = i; j < patch.Length; j++)
                moments[j, i] = moments[i, j] /= count;
        return moments;
    }

    private static void Write(Span<float> weights, (double[] Values, double[][] Vectors) eigen)
    {
        int size = eigen.Values.Length;
        int outputs = weights.Length / size;
        int half = (outputs + 1) / 2;
        for (int output = 0; output < outputs; output++)
        {
            int which = output % half;
            double factor = (output < half ? 1 : -1) / Math.Sqrt(Math.Max(0, eigen.Values[which]) + Epsilon);
            for (int i = 0; i < size; i++)
                weights[output * size + i] = (float)(eigen.Vectors[which][i] * factor);
        }
    }
}
