using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML.Tests.Tuners;

/// <summary>What every tuner of ours keeps.</summary>
public class AllTunersTests
{
    public static TheoryData<string> Names => [.. All.Keys];

    private static readonly Dictionary<string, Func<SearchSpace, int, ITuner>> All = new()
    {
        ["tpe"] = (space, seed) => new TpeTuner(space, new TpeTunerOptions { Seed = seed, StartupTrialCount = 5 }),
        ["cma-es"] = (space, seed) => new CmaEsTuner(space, new CmaEsTunerOptions { Seed = seed, PopulationSize = 4 }),
        ["cost-frugal"] = (space, seed) => new CostFrugalTuner(space, new CostFrugalTunerOptions { Seed = seed }),
        ["quasi-random"] = (space, seed) => new QuasiRandomTuner(space, new QuasiRandomTunerOptions { Seed = seed }),
        ["grid"] = (space, _) => new GridTuner(space, new GridTunerOptions { StepCount = 2 }),
        ["random"] = (space, seed) => new RandomTuner(space, new RandomTunerOptions { Seed = seed }),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void The_first_proposal_is_the_default_setting(string name)
    {
        if (name == "grid")
            return; // its settings are those of the grid
        Assert.Equal(
            """{"Flag":false,"Inner":{"Width":16},"Kind":"gelu","Layers":2,"Leaves":64,"Only":"one","Rate":0.001,"Share":0.1}""",
            Sorted(All[name](TunerSpaces.Mixed(), 3).Propose(TunerSpaces.Ask(0))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fresh_tuner_that_is_told_the_same_proposes_the_same(string name)
    {
        foreach (Func<SearchSpace> create in new[] { TunerSpaces.Mixed, TunerSpaces.Conditional, TunerSpaces.Pipeline })
        {
            ITuner first = All[name](create(), 7);
            List<TrialResult> told = [];
            for (int i = 0; i < 25; i++)
            {
                Parameter proposed = first.Propose(TunerSpaces.Ask(i));
                Assert.Equal(proposed, first.Propose(TunerSpaces.Ask(i))); // asking changes nothing
                ITuner fresh = All[name](create(), 7);
                told.ForEach(fresh.Update);
                Assert.Equal(proposed, fresh.Propose(TunerSpaces.Ask(i)));
                var result = TunerSpaces.Tell(i, proposed, i % 7 == 3 ? double.NaN : LossOf(proposed));
                told.Add(result);
                first.Update(result);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Proposals_lie_in_the_space_and_are_settled(string name)
    {
        var model = new SpaceModel(TunerSpaces.Pipeline());
        ITuner tuner = All[name](TunerSpaces.Pipeline(), 1);
        foreach ((Parameter parameter, _) in TunerSpaces.Run(tuner, 40, LossOf))
            Assert.Equal(model.Canonical(parameter), parameter);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Takes_results_of_trials_that_others_proposed_ran_pruned_or_lost(string name)
    {
        ITuner tuner = All[name](TunerSpaces.Pipeline(), 1);
        var others = new RandomTuner(TunerSpaces.Pipeline(), new RandomTunerOptions { Seed = 99 });
        for (int i = 0; i < 40; i++)
        {
            Parameter parameter = others.Propose(TunerSpaces.Ask(i));
            TrialState state = new[] { TrialState.Completed, TrialState.Pruned, TrialState.Failed, TrialState.Running }[i % 4];
            double[] losses = i % 4 < 2 ? [LossOf(parameter)] : [];
            tuner.Update(TunerSpaces.TellStudy(i, parameter, state, losses));
            Assert.True(tuner.Propose(TunerSpaces.Ask(100 + i)).ContainsKey("_pipeline_"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Survives_nothing_but_failures(string name)
    {
        ITuner tuner = All[name](TunerSpaces.Mixed(), 2);
        foreach ((Parameter parameter, _) in TunerSpaces.Run(tuner, 40, _ => double.NaN))
            Assert.Equal(8, parameter.Count);
    }

    internal static double LossOf(Parameter parameter) => parameter.ToString().Sum(c => (double)(c % 13)) / 100;

    private static string Sorted(Parameter parameter) => parameter.ParameterType == ParameterType.Object
        ? "{" + string.Join(",", parameter.Keys.Order(StringComparer.Ordinal).Select(key => $"\"{key}\":{Sorted(parameter[key])}")) + "}"
        : parameter.ToString();
}
