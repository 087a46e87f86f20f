using MLNetDeep.Tests.Conformance.Checks;

namespace MLNetDeep.Tests.Conformance;

/// <summary>The suite tests itself: a check that lets its fault pass is worth nothing.</summary>
[Collection(ConformanceCollection.Name)]
public sealed class BrokenTrainersTests
{
    private const string Sound = "Mlp.Multiclass";

    [Theory]
    [InlineData("promises nothing", nameof(SchemaChecks.promised_schema_is_delivered))]
    [InlineData("ignores its seed", nameof(RepeatChecks.same_seed_repeats))]
    [InlineData("ignores its seed", nameof(RepeatChecks.refit_equals_fresh_fit))]
    [InlineData("has one seed only", nameof(RepeatChecks.other_seed_differs))]
    [InlineData("shares its last model", nameof(RepeatChecks.second_fit_leaves_first_model_unchanged))]
    [InlineData("depends on the position", nameof(PredictionChecks.prediction_independent_of_batch_and_row_order))]
    [InlineData("learns nothing", nameof(PredictionChecks.beats_constant_predictor))]
    [InlineData("adds up to more than one", nameof(PredictionChecks.probabilities_sum_to_one_and_predicted_label_is_argmax))]
    [InlineData("seeds everybody", nameof(RepeatChecks.prediction_leaves_global_seed_alone))]
    [InlineData("leaks a tensor", nameof(ResourceChecks.no_tensor_left_alive))]
    [InlineData("leaves a cursor open", nameof(ResourceChecks.cursors_are_disposed))]
    [InlineData("takes any data", nameof(DataChecks.empty_data_is_refused))]
    [InlineData("takes any data", nameof(DataChecks.infinite_feature_is_refused_with_row_number))]
    [InlineData("takes any data", nameof(DataChecks.missing_label_is_refused_with_row_number))]
    [InlineData("cannot be stopped", nameof(ResourceChecks.cancel_between_batches))]
    public void Broken_trainer_is_caught(string fault, string check)
    {
        Check.All[check].Run(BrokenTrainers.Wrapped(Trainers.All[Sound])); // it is the fault that is caught, not the wrapping
        var broken = BrokenTrainers.All[fault](Trainers.All[Sound]);
        Assert.NotNull(Record.Exception(() => Check.All[check].Run(broken)));
    }

    [Fact]
    public void Every_fault_is_tried()
    {
        var tried = typeof(BrokenTrainersTests).GetMethod(nameof(Broken_trainer_is_caught))!
            .GetCustomAttributesData().Where(data => data.AttributeType == typeof(InlineDataAttribute))
            .Select(data => ((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)[0].Value);
        Assert.Equal(BrokenTrainers.All.Keys.Order(), tried.Cast<string>().Distinct().Order());
    }
}
