[assembly: LoadableClass(typeof(object), typeof(CalibrationPart), null, typeof(SignatureLoadModel), "", CalibrationPart.LoaderSignature)]

namespace Microsoft.ML.Calibrators;

/// <summary>What calibration leaves in the model zip: a calibrator, alone, in a transformer or joined to a model.</summary>
internal static class CalibrationPart
{
    internal const string LoaderSignature = "Calibration";
    private const string Transformer = "Transformer", Model = "Model", Predictor = "Predictor", Calibrator = "Calibrator";

    private static VersionInfo Version { get; } = TransformVersions.First("CALIBRAT", LoaderSignature);

    public static ITransformer MakeTransformer(IHostEnvironment env, ICalibrator calibrator, string scoreColumnName) => calibrator switch
    {
        NaiveCalibrator naive => new NaiveCalibratorTransformer(env, naive, scoreColumnName),
        IsotonicCalibrator isotonic => new IsotonicCalibratorTransformer(env, isotonic, scoreColumnName),
        _ => new PlattCalibratorTransformer(env, (PlattCalibrator)calibrator, scoreColumnName),
    };

    /// <summary>Joins a model and a calibrator whose types are known only at run time.</summary>
    public static CalibratedModelParametersBase MakeModel(IScalarModel model, ICalibrator calibrator)
    {
        var type = typeof(ValueMapperCalibratedModelParameters<,>).MakeGenericType(model.GetType(), calibrator.GetType());
        return (CalibratedModelParametersBase)Activator.CreateInstance(type, model, calibrator)!;
    }

    public static void Save(ModelSaveContext ctx, ICalibrator calibrator, string scoreColumnName)
    {
        ctx.SetVersionInfo(Version);
        ctx.SaveString(Transformer);
        ctx.SaveString(scoreColumnName);
        ctx.SaveSubModel(Calibrator, part => Save(part, calibrator));
    }

    public static void Save(ModelSaveContext ctx, CalibratedModelParametersBase model)
    {
        ctx.SetVersionInfo(Version);
        ctx.SaveString(Model);
        ctx.SaveModel(model.SubModel, Predictor);
        ctx.SaveSubModel(Calibrator, part => Save(part, model.Calibrator));
    }

    public static void Save(ModelSaveContext ctx, ICalibrator calibrator)
    {
        ctx.SetVersionInfo(Version);
        ctx.SaveString(calibrator.GetType().Name);
        ctx.Writer.WriteArray<double>(calibrator switch
        {
            PlattCalibrator platt => [platt.Slope, platt.Offset],
            NaiveCalibrator naive => [naive.BinSize, naive.Min, .. naive.BinProbs],
            IsotonicCalibrator isotonic => [.. isotonic.Mins, .. isotonic.Maxes, .. isotonic.Values],
            _ => throw Contracts.ExceptNotSupp($"'{calibrator.GetType().Name}' cannot be saved in a model."),
        });
        if (calibrator is PlattCalibrator { Slope: var a, Offset: var b })
        {
            ctx.SaveTextStream("Calibrator.txt", writer => writer.Write(string.Create(CultureInfo.InvariantCulture,
                $"Platt calibrator\nP(y=1|x) = 1/1+exp(A*x + B)\nA={a:R}\nB={b:R}\n")));
        }
    }

    internal static object Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return ctx.LoadString() switch
        {
            Transformer => MakeTransformer(env, Load<ICalibrator>(Calibrator), ctx.LoadString()),
            Model => MakeModel(Load<IScalarModel>(Predictor), Load<ICalibrator>(Calibrator)),
            var kind => MakeCalibrator(env, kind, ctx.Reader.ReadArray<double>()),
        };

        T Load<T>(string name) where T : class
        {
            ctx.LoadModel<T, SignatureLoadModel>(env, out var part, name);
            return part;
        }
    }

    private static ICalibrator MakeCalibrator(IHostEnvironment env, string kind, double[] numbers)
    {
        env.CheckDecode(numbers.All(double.IsFinite), "Corrupt model file: the calibrator's numbers must be finite.");
        var values = Array.ConvertAll(numbers, number => (float)number).AsSpan();
        var third = values.Length / 3;
        return kind switch
        {
            nameof(PlattCalibrator) when numbers.Length == 2 => new PlattCalibrator(numbers[0], numbers[1]),
            nameof(NaiveCalibrator) when numbers.Length > 2 => new NaiveCalibrator(values[0], values[1], values[2..].ToArray()),
            nameof(IsotonicCalibrator) when numbers.Length == 3 * third =>
                new IsotonicCalibrator(values[..third], values[third..(2 * third)], values[(2 * third)..]),
            _ => throw env.ExceptDecode($"Corrupt model file: a calibrator '{kind}' of {numbers.Length} numbers."),
        };
    }
}
