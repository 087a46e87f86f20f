[assembly: LoadableClass(typeof(CalibratedModelParametersBase), typeof(ValueMapperCalibratedModelParameters), null,
    typeof(SignatureLoadModel), "Calibrated Predictor Executor", ValueMapperCalibratedModelParameters.LoaderSignature)]

namespace Microsoft.ML.Calibrators;

/// <summary>A scalar model with the calibrator that turns its scores into probabilities.</summary>
internal sealed class ValueMapperCalibratedModelParameters<TSubModel, TCalibrator>(TSubModel subModel, TCalibrator calibrator)
    : CalibratedModelParametersBase<TSubModel, TCalibrator>(subModel, calibrator), ICanSaveModel
    where TSubModel : class
    where TCalibrator : class, ICalibrator
{
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(ValueMapperCalibratedModelParameters.GetVersionInfo());
        ctx.SaveModel(SubModel, ValueMapperCalibratedModelParameters.PredictorDirectory);
        ctx.SaveModel(Calibrator, ValueMapperCalibratedModelParameters.CalibratorDirectory);
    }
}

/// <summary>Loads calibrated models, whose type arguments are known only once their parts are read.</summary>
internal static class ValueMapperCalibratedModelParameters
{
    internal const string LoaderSignature = "CaliPredExec";
    internal const string PredictorDirectory = "Predictor";
    internal const string CalibratorDirectory = "Calibrator";

    internal static VersionInfo GetVersionInfo() => TransformVersions.First("CALIPRED", LoaderSignature);

    internal static CalibratedModelParametersBase Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        ctx.LoadModel<IScalarModel, SignatureLoadModel>(env, out var predictor, PredictorDirectory);
        ctx.LoadModel<ICalibrator, SignatureLoadModel>(env, out var calibrator, CalibratorDirectory);
        var type = typeof(ValueMapperCalibratedModelParameters<,>).MakeGenericType(predictor.GetType(), calibrator.GetType());
        return (CalibratedModelParametersBase)Activator.CreateInstance(type, predictor, calibrator)!;
    }
}
