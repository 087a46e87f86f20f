namespace Portable.Tests.Torch;

/// <summary>Inputs and what PyTorch computes from them, in row-major order. Written by golden.py.</summary>
internal static class Golden
{
    public static readonly float[] X =
    [
        -1.75f, -2.02999997f, -2.36999989f, 0.649999976f, 0.330000013f, -0.360000014f, -1.25999999f, -0.790000021f,
        0.0199999996f, 0.980000019f, 1.65999997f, -1.38f,
    ];

    public static readonly float[] Weight =
    [
        0.920000017f, -0.319999993f, 1.03999996f, -1.25999999f, 1.30999994f, -0.439999998f,
    ];

    public static readonly float[] Bias =
    [
        0.25999999f, -1.49000001f,
    ];

    public static readonly float[] Linear =
    [
        -3.1652f, -0.901499987f, 0.377999991f, -1.71829998f, -0.62559998f, -0.946099997f, -0.804799914f, 0.0569999218f,
    ];

    public static readonly float[] Points =
    [
        -21f, -3f, -1f, -0.25f, 0f, 0.25f, 1f, 3f, 21f,
    ];

    public static readonly float[] ReLU =
    [
        0f, 0f, 0f, 0f, 0f, 0.25f, 1f, 3f, 21f,
    ];

    public static readonly float[] Tanh =
    [
        -1f, -0.995054781f, -0.761594176f, -0.244918659f, 0f, 0.244918659f, 0.761594176f, 0.995054781f, 1f,
    ];

    public static readonly float[] Sigmoid =
    [
        7.58256014e-10f, 0.0474258736f, 0.268941432f, 0.437823504f, 0.5f, 0.562176526f, 0.731058598f, 0.952574134f, 1f,
    ];

    public static readonly float[] GELU =
    [
        0f, -0.00404986739f, -0.158655286f, -0.100323431f, 0f, 0.149676561f, 0.841344714f, 2.99595022f, 21f,
    ];

    public static readonly float[] SiLU =
    [
        -1.59233764e-08f, -0.142277613f, -0.268941432f, -0.109455876f, 0f, 0.140544131f, 0.731058598f, 2.85772252f,
        21f,
    ];

    public static readonly float[] SELU =
    [
        -1.75809932f, -1.6705687f, -1.11133075f, -0.388890177f, 0f, 0.262675256f, 1.05070102f, 3.15210295f,
        22.0647221f,
    ];

    public static readonly float[] Mish =
    [
        -1.59233782e-08f, -0.145647466f, -0.30340144f, -0.129926965f, 0f, 0.169572398f, 0.865098357f, 2.98653507f, 21f,
    ];

    public static readonly float[] ELU =
    [
        -0.699999988f, -0.665149033f, -0.442484379f, -0.154839441f, 0f, 0.25f, 1f, 3f, 21f,
    ];

    public static readonly float[] LeakyReLU =
    [
        -4.20000029f, -0.600000024f, -0.200000003f, -0.0500000007f, 0f, 0.25f, 1f, 3f, 21f,
    ];

    public static readonly float[] Softplus =
    [
        2.87476101e-19f, 0.0012378426f, 0.0634640008f, 0.237038493f, 0.346573591f, 0.487038493f, 1.06346405f,
        3.00123787f, 21f,
    ];

    public static readonly float[] BatchNormTrain =
    [
        -1.68741345f, -0.468103677f, 1.74606955f, 1.36581957f, 0.397040218f, -0.410961896f, -1.06404507f,
        -0.0135365631f, -0.818758905f, 1.78563917f, 0.884600103f, 0.683651149f,
    ];

    public static readonly float[] RunningMean =
    [
        -0.0690000057f, -0.0415000021f, -0.204500005f,
    ];

    public static readonly float[] RunningVar =
    [
        1.17045999f, 1.29581833f, 1.03128505f,
    ];

    public static readonly float[] BatchNormEval =
    [
        -2.22967434f, -0.673084021f, 2.4313674f, 1.096452f, 0.363113284f, 0.453049034f, -1.55059016f, -0.128641382f,
        0.0790385529f, 1.55379438f, 0.94707191f, 1.45697188f,
    ];

    public static readonly float[] Logits =
    [
        1.11000001f, 0.319999993f, -1.25999999f, -1.34000003f, -0.519999981f, 1.5f, 0.289999992f, 1.16999996f,
        1.58000004f, 1.41999996f, -0.670000017f, -1.30999994f,
    ];

    public static readonly float[] CrossEntropy =
    [
        2.44913888f,
    ];

    public static readonly float[] CrossEntropySmoothed =
    [
        1.98948658f,
    ];

    public static readonly float[] CrossEntropyRows =
    [
        2.80652785f, 3.01486158f, 1.07213163f, 2.90303397f,
    ];

    public static readonly float[] LogSoftmax =
    [
        -0.436527938f, -1.22652793f, -2.80652785f, -3.01486158f, -2.19486141f, -0.174861431f, -1.95213175f,
        -1.07213163f, -0.662131608f, -0.173033923f, -2.26303387f, -2.90303397f,
    ];

    public static readonly float[] Scores =
    [
        0.689999998f, 0.920000017f, -1.88f, -1.21000004f, -0.340000004f,
    ];

    public static readonly float[] Truths =
    [
        1f, 0f, 1f, 0f, 1f,
    ];

    public static readonly float[] LogitsLoss =
    [
        0.964489162f,
    ];

    public static readonly float[] LogitsLossWeighed =
    [
        30.7052116f,
    ];

    public static readonly float[] Targets =
    [
        1.19000006f, -1.07999992f, -1.77999997f, 1.78999996f, -1.24000001f,
    ];

    public static readonly float[] SquaredError =
    [
        2.81399989f,
    ];

    public static readonly float[] AbsoluteErrorSum =
    [
        6.5f,
    ];

    public static readonly float[] Huber =
    [
        0.742249966f,
    ];

    public static readonly float[] SmoothL1 =
    [
        0.989666641f,
    ];

    public static readonly float[] W1 =
    [
        -0.819999993f, -0.209999993f, -0.25f, 1.94000006f, -1.57000005f, -0.289999992f, -0.50999999f, 0.779999971f,
        -0.620000005f, -1.84000003f, -0.639999986f, 1.20000005f, 2.01999998f, 1.49000001f, -0.119999997f,
    ];

    public static readonly float[] B1 =
    [
        1.04999995f, 0.140000001f, 0.389999986f, 0.529999971f, 1.25999999f,
    ];

    public static readonly float[] W2 =
    [
        1.17999995f, -0.670000017f, -0.589999974f, 0.560000002f, 0.800000012f, 0.0599999987f, 0.519999981f,
        0.920000017f, 0.540000021f, -1.66999996f, -1.70000005f, -2f, -0.889999986f, 0.239999995f, -0.550000012f,
    ];

    public static readonly float[] B2 =
    [
        -0.730000019f, -0.370000005f, 0.569999993f,
    ];

    public static readonly float[] MlpLoss =
    [
        1.79994106f,
    ];

    public static readonly float[] W1Grad =
    [
        0.353912205f, 0.666439295f, -0.55109483f, -0.377080411f, -0.356013715f, -1.40576398f, -0.0114785414f,
        -0.136401013f, -0.373090863f, -0.00710231485f, -0.00755315227f, -0.0079056453f, -0.00683662342f,
        -0.00412918301f, 0.000710554887f,
    ];

    public static readonly float[] B1Grad =
    [
        0.329046279f, 0.649377048f, 0.0717341751f, 0.00188024517f, 0.00329708983f,
    ];

    public static readonly float[] W2Grad =
    [
        0.0369665399f, -0.10901697f, 0.105504021f, -0.0130349398f, 0.0029194504f, 0.183955401f, 0.253804892f,
        0.233299658f, 0.0375120901f, -0.036136426f, -0.220921919f, -0.144787908f, -0.338803649f, -0.024477154f,
        0.0332169831f,
    ];

    public static readonly float[] B2Grad =
    [
        0.0950138196f, 0.247153759f, -0.342167556f,
    ];

    public static readonly float[] Deviation =
    [
        1.36099231f, 1.57451308f, 1.07537198f,
    ];

    public static readonly float[] Variance =
    [
        0.0642666444f, 0.177622229f, 0.279488891f, 1.69706666f,
    ];

    public static readonly float[] Cumulative =
    [
        -1.75f, -3.77999997f, -6.14999962f, 0.649999976f, 0.980000019f, 0.620000005f, -1.25999999f, -2.04999995f,
        -2.02999997f, 0.980000019f, 2.63999987f, 1.25999999f,
    ];

    public static readonly float[] LogSumExp =
    [
        -0.919821382f, 1.38734007f, 0.564006209f, 2.10112309f,
    ];
}
