using Microsoft.ML;
using MLNetDeep.Tests.Support;
using MLNetDeep.Tests.Training;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Faults;

/// <summary>Fits that are cancelled at every stage: nothing is left of them, and the next one is as if they had never been.</summary>
public sealed class CancelledStageTests
{
    private const int RowCount = 3000;
    private const int BatchSize = 512; // 4 whole ones of 2400 rows: steps 8 and 12 end an epoch, and its measurement follows

    private static readonly Tables.Row[] _rows = Tables.Rows(RowCount);

    private readonly MLContext _ml = new(seed: 1);

    public static TheoryData<string, TrainingEngine> Stages
    {
        get
        {
            var stages = new TheoryData<string, TrainingEngine>();
            foreach (var stage in new[] { "begin", "row 1500", "row 3000", "step 1", "step 6", "step 8", "step 12", "member 3" })
            {
                stages.Add(stage, TrainingEngine.Libtorch);
                stages.Add(stage, TrainingEngine.Managed);
            }
            return stages;
        }
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void ACancelledTokenEndsTheFit(string stage, TrainingEngine engine)
    {
        using var source = new CancellationTokenSource();
        var whole = Fit(new Watch("none", () => { }), engine, CancellationToken.None);
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var watch = new Watch(stage, source.Cancel);
        Assert.Throws<OperationCanceledException>(() => Fit(watch, engine, source.Token));
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(LastPlace(stage), watch.Place);
        Assert.Equal(whole, Fit(new Watch("none", () => { }), engine, CancellationToken.None));
    }

    /// <summary>As by a token of the user's own, which a data view or a callback asks: the same trainer then fits again.</summary>
    [Theory]
    [MemberData(nameof(Stages))]
    public void TheSameTrainerFitsAgain(string stage, TrainingEngine engine)
    {
        if (stage == "begin")
            stage = "row 1";
        var isArmed = true;
        var watch = new Watch(stage, () =>
        {
            if (isArmed)
                throw new OperationCanceledException();
        });
        var fit = Trainer(watch, engine, CancellationToken.None);
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Throws<OperationCanceledException>(() => fit());
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        isArmed = false;
        Assert.Equal(Fit(new Watch(stage, () => { }), engine, CancellationToken.None), fit());
    }

    /// <summary>How far a fit comes that is cancelled: rows are asked about every 1,024, steps and measurements each.</summary>
    private static string LastPlace(string stage) => stage switch
    {
        "begin" => "begin",
        "row 1500" => "row 2048",
        "row 3000" => "row 3000", // the start of the network by its data follows, and no step
        _ => stage,
    };

    private float[] Fit(Watch watch, TrainingEngine engine, CancellationToken token) => Trainer(watch, engine, token)();

    private Func<float[]> Trainer(Watch watch, TrainingEngine engine, CancellationToken token)
    {
        var trainers = _ml.BinaryClassification.Trainers;
        var mlp = trainers.Mlp(Tables.Small() with
        {
            Preset = MlpPreset.RealMlp, // its weights are set by the rows before the first step
            Engine = engine,
            BatchSize = BatchSize,
            MaximumEpochCount = 3,
            CancellationToken = token,
            Callbacks = [new Spy(watch.Hear)],
        });
        if (!watch.Stage.StartsWith("member", StringComparison.Ordinal))
            return () => mlp.Fit(watch.Begin(_ml)).Model.Tensors;
        var ensemble = trainers.CrossValidationEnsemble(mlp, foldCount: 3);
        return () => [.. ensemble.Fit(watch.Begin(_ml)).Model.Members.SelectMany(member => member.Tensors)];
    }

    /// <summary>Follows a fit, and does something at a place.</summary>
    private sealed class Watch(string stage, Action act)
    {
        private int _members;

        public string Stage => stage;

        /// <summary>Where the fit came to last.</summary>
        public string Place { get; private set; } = "";

        public IDataView Begin(MLContext ml)
        {
            _members = 0;
            Reach("begin");
            return ml.Data.LoadFromEnumerable(Read());
        }

        public void Hear(string hook, FitContext fit)
        {
            if (hook == "start")
                _members++;
            var isMember = stage.StartsWith("member", StringComparison.Ordinal);
            if (isMember && hook == "start")
                Reach($"member {_members}");
            else if (!isMember && hook == "batch end")
                Reach($"step {fit.Step}");
        }

        private IEnumerable<Tables.Row> Read()
        {
            for (var i = 0; i < _rows.Length; i++)
            {
                Reach($"row {i + 1}");
                yield return _rows[i];
            }
        }

        private void Reach(string place)
        {
            Place = place;
            if (place == stage)
                act();
        }
    }
}
