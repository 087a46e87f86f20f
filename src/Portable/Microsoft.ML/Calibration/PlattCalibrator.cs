[assembly: LoadableClass(typeof(PlattCalibrator), typeof(PlattCalibrator), null, typeof(SignatureLoadModel),
    "Platt Calibration Executor", PlattCalibrator.LoaderSignature)]

namespace Microsoft.ML.Calibrators;

public sealed class PlattCalibrator : ICalibrator, ICanSaveModel
{
    internal const string LoaderSignature = "PlattCaliExec";

    internal PlattCalibrator(double slope, double offset)
    {
        Slope = slope;
        Offset = offset;
    }

    public double Slope { get; }

    public double Offset { get; }

    public float PredictProbability(float output) => float.IsNaN(output) ? output : Probability(output, Slope, Offset);

    internal static float Probability(float score, double slope, double offset) => (float)(1 / (1 + Math.Exp(slope * score + offset)));

    internal static PlattCalibrator Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        var slope = ctx.Reader.ReadDouble();
        var offset = ctx.Reader.ReadDouble();
        if (!double.IsFinite(slope) || !double.IsFinite(offset))
            throw new FormatException("The Platt calibrator's slope and offset must be finite numbers.");
        return new PlattCalibrator(slope, offset);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.Writer.Write(Slope);
        ctx.Writer.Write(Offset);
        ctx.SaveTextStream("Calibrator.txt", writer =>
        {
            writer.WriteLine("Platt calibrator");
            writer.WriteLine("P(y=1|x) = 1/1+exp(A*x + B)");
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A={Slope:R}"));
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"B={Offset:R}"));
        });
    }

    private static VersionInfo GetVersionInfo() => TransformVersions.First("PLATTCAL", LoaderSignature);
}
