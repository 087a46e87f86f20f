using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Onnx;
using MLNetDeep.Persistence;
using MLNetDeep.Tests.Support;
using TorchSharp;

namespace MLNetDeep.Tests.Faults;

/// <summary>
/// Threads that fit whatever there is, save it, load it and score with it, break fits off and let them fail, and all the while score with
/// one shared transformer. The suite runs it for seconds, <c>./build.sh bench soak</c> for as long as one likes.
/// </summary>
/// <param name="threadCount">How many.</param>
internal sealed class Soak(int threadCount)
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly ConcurrentQueue<string> _problems = new();
    private long _whole, _cancelled, _failed, _liveTensors, _scored;

    /// <summary>Fits that came to their end.</summary>
    public long WholeFits => Interlocked.Read(ref _whole);

    /// <summary>Fits that were cancelled.</summary>
    public long CancelledFits => Interlocked.Read(ref _cancelled);

    /// <summary>Fits that failed as they should.</summary>
    public long FailedFits => Interlocked.Read(ref _failed);

    /// <summary>How often the shared transformer scored its rows.</summary>
    public long SharedScores => Interlocked.Read(ref _scored);

    /// <summary>
    /// Tensors that are alive on the threads that have ended, and those made outside all scopes or taken out of one, which nobody
    /// disposes of.
    /// </summary>
    public long LiveTensors => Interlocked.Read(ref _liveTensors);

    /// <summary>Scores that differed and exceptions that nobody meant; the first ends the soak.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    /// <summary>Starts the threads; <see cref="Thread.Join()"/> waits for them.</summary>
    /// <param name="goesOn">Whether a thread begins another round, by the number of the round.</param>
    public IReadOnlyList<Thread> Start(Func<int, bool> goesOn)
    {
        IDataView rows = Tables.Keyed(_ml);
        ITransformer shared = _ml.MulticlassClassification.Trainers.Mlp(Tables.Small("Label")).Fit(rows);
        float[] expected = Scores(shared.Transform(rows), "Score");
        Thread[] threads = [.. Enumerable.Range(0, threadCount).Select(thread => new Thread(() => Work(thread)) { Name = "soak" })];
        foreach (Thread thread in threads)
            thread.Start();
        return threads;

        void Work(int thread)
        {
            ThreadDisposeScopeStatistics tensors = DisposeScopeManager.Statistics;
            for (int round = 0; _problems.IsEmpty && goesOn(round); round++)
            {
                SoakCase soaked = SoakCase.All[(round + (3 * thread)) % SoakCase.All.Count];
                try
                {
                    Round(soaked, new Random((1000 * thread) + round));
                    Same(expected, Scores(shared.Transform(rows), "Score"), "The shared transformer");
                    Interlocked.Increment(ref _scored);
                }
                catch (Exception error) // ends the soak, which reports it
                {
                    _problems.Enqueue($"{soaked.Name}, round {round} of thread {thread}: {error}");
                }
            }

            long alive = tensors.ThreadTotalLiveCount + tensors.CreatedOutsideScopeCount + tensors.DetachedFromScopeCount;
            Interlocked.Add(ref _liveTensors, alive);
        }
    }

    private void Round(SoakCase soaked, Random random)
    {
        var ml = new MLContext(random.Next());
        var end = (SoakEnd)Math.Max(0, random.Next(-4, 4)); // five of eight fits are whole
        using var fit = new SoakFit(random, end);
        IDataView data = soaked.Data(ml);
        try
        {
            ITransformer model = soaked.Make(ml, fit).Fit(end == SoakEnd.DataFails ? soaked.BrokenData(ml) : data);
            if (end != SoakEnd.Whole)
                throw new InvalidOperationException($"A fit that was to end as {end} came to its end.");
            Interlocked.Increment(ref _whole);
            Use(soaked, ml, model, data, random);
        }
        catch (OperationCanceledException) when (end == SoakEnd.Cancelled)
        {
            Interlocked.Increment(ref _cancelled);
        }
        catch (Exception error) when (end is SoakEnd.CallbackFails or SoakEnd.DataFails && SoakFault.IsBehind(error))
        {
            Interlocked.Increment(ref _failed);
        }
    }

    private static void Use(SoakCase soaked, MLContext ml, ITransformer model, IDataView data, Random random)
    {
        float[] scores = Scores(model.Transform(data), soaked.Score);
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        ITransformer loaded = ml.Model.Load(file, out _);
        Same(scores, Scores(loaded.Transform(data), soaked.Score), "A model that was loaded");
        if (soaked.First?.Invoke(ml, loaded) is { } first)
            Same(scores[..first.Length], first, "A prediction engine");
        if (model is ForecastTransformer forecaster)
            _ = forecaster.CreateForecastEngine().Forecast();
        if (random.Next(3) == 0)
            ToOnnx(model);
        if (random.Next(3) == 0 && model is DeepPredictionTransformer deep)
            Same(scores, Scores(ThroughSafeTensors(deep).Transform(data), soaked.Score), "A model from safetensors");
    }

    private static void ToOnnx(ITransformer model)
    {
        using var file = new MemoryStream();
        model.SaveAsOnnx(file);
        if (file.Length == 0)
            throw new InvalidOperationException("The ONNX file is empty.");
    }

    private static DeepPredictionTransformer ThroughSafeTensors(DeepPredictionTransformer model)
    {
        using var file = new MemoryStream();
        model.Model.SaveAsSafeTensors(file);
        file.Position = 0;
        return model.WithModel(model.Model.WithTensors(SafeTensors.Load(file)));
    }

    private static float[] Scores(IDataView scored, string column) => scored.Schema[column].Type is VectorDataViewType
        ? [.. scored.GetColumn<float[]>(column).SelectMany(score => score)]
        : [.. scored.GetColumn<float>(column)];

    private static void Same(float[] expected, float[] actual, string who)
    {
        if (!MemoryMarshal.AsBytes(expected.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(actual.AsSpan())))
            throw new InvalidOperationException($"{who} must score to the bit as before, but did not.");
    }
}
