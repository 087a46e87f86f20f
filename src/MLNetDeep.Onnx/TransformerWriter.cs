using Microsoft.ML;
using MLNetDeep.Forecasting;
using MLNetDeep.Onnx.Protocol;

namespace MLNetDeep.Onnx;

/// <summary>Fitted transformers as ONNX.</summary>
internal static class TransformerWriter
{
    /// <summary>Writes a transformer.</summary>
    /// <exception cref="NotSupportedException">It is another than ours, or has a part that is.</exception>
    public static ModelProto Write(ITransformer transformer)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        return transformer switch
        {
            DeepPredictionTransformer deep => ModelWriter.Write(deep.Model, GraphInputs.Of(deep.Inputs)),
            WeightedEnsembleTransformer ensemble => Write(ensemble),
            ForecastTransformer { Forecaster.Core: NetworkCore network } forecaster => Write(forecaster.Forecaster.Window, network),
            ForecastTransformer => throw new NotSupportedException(
                "A forecaster without a network cannot be written as ONNX: it repeats what was, and has learned nothing."),
            IEnumerable<ITransformer> chain when chain.ToArray() is [var only] => Write(only),
            IEnumerable<ITransformer> chain => throw new NotSupportedException(
                $"A pipeline of {string.Join(", ", chain.Select(step => step.GetType().Name))} cannot be written as ONNX as a whole: "
                + "save the step that is a DeepPredictionTransformer, which takes the columns that the steps before it make."),
            _ => throw new NotSupportedException(
                $"A {transformer.GetType().Name} cannot be written as ONNX: only what MLNetDeep's trainers have fitted can."),
        };
    }

    /// <summary>The network of a forecaster alone; the file says how its windows lie.</summary>
    private static ModelProto Write(ForecastWindow window, NetworkCore network)
    {
        ModelProto file = ModelWriter.Write(network.Model, GraphInputs.Of(network.Inputs));
        file.DocString = FormattableString.Invariant(
            $"The network of a forecaster trained with MLNetDeep. A window is {window.Lookback} steps of {window.ObservedWidth} scaled ")
            + FormattableString.Invariant($"numbers each, targets before past covariates, then {window.KnownSteps} steps of ")
            + FormattableString.Invariant($"{window.KnownCount} numbers each that are known ahead. A score is {window.Horizon} steps of ")
            + FormattableString.Invariant($"{window.TargetCount} targets each, scaled as the window's are.");
        return file;
    }

    private static ModelProto Write(WeightedEnsembleTransformer ensemble)
    {
        List<(DeepModel, double)> models = [];
        GraphInputs? inputs = null;
        foreach (WeightedEnsembleMember member in ensemble.Members)
        {
            foreach (ITransformer model in member.Models)
            {
                DeepPredictionTransformer deep = Deep(model, member.Name);
                GraphInputs own = GraphInputs.Of(deep.Inputs);
                inputs ??= own;
                if (!inputs.Equals(own) || deep.Model.Network.InputWidth != models.FirstOrDefault((deep.Model, 0)).Item1.Network.InputWidth)
                {
                    throw new NotSupportedException(
                        $"A weighted ensemble cannot be written as ONNX when its members read different columns, as '{member.Name}' does.");
                }

                models.Add((deep.Model, member.Weight / member.Models.Count));
            }
        }

        return ModelWriter.Write(ensemble.Head, models, inputs!);
    }

    private static DeepPredictionTransformer Deep(ITransformer model, string member) => model switch
    {
        DeepPredictionTransformer deep => deep,
        IEnumerable<ITransformer> chain when chain.ToArray() is [DeepPredictionTransformer only] => only,
        _ => throw new NotSupportedException(
            $"A weighted ensemble cannot be written as ONNX when a member is no deep model, as '{member}', a {model.GetType().Name}."),
    };
}
