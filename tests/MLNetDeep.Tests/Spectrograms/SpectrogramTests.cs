using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Conformance.Data;

namespace MLNetDeep.Tests.Spectrograms;

/// <summary>What a spectrogram means, what it refuses, and what it costs.</summary>
public sealed class SpectrogramTests
{
    private readonly MLContext _ml = new(seed: 1);

    /// <summary>A tone stands in the bin of its frequency, in every frame, with the power of its window.</summary>
    [Theory]
    [InlineData(64, null)]
    [InlineData(50, null)]
    [InlineData(45, 45)]
    [InlineData(40, 120)]
    public void AToneIsAHorizontalLine(int frameLength, int? fftLength)
    {
        var options = new SpectrogramOptions
        {
            SampleRate = 1000,
            FrameLength = frameLength,
            FftLength = fftLength,
            Scale = SpectrogramScale.Linear,
            Quantity = SpectrogramQuantity.Magnitude,
            Padding = SpectrogramPadding.None,
        };
        var estimator = _ml.Transforms.Spectrogram("Image", "Signal", options);
        var length = fftLength ?? frameLength;
        float[] signal = [.. Enumerable.Range(0, 400).Select(i => (float)Math.Cos(2 * Math.PI * 10 * i / length))];
        var data = Table(signal);
        var transformer = estimator.Fit(data);
        var bins = transformer.Frequencies.Count;
        var frames = transformer.FrameCount(400);
        Assert.Equal(10 * 1000.0 / length, transformer.Frequencies[10], 1e-9);
        Assert.Equal(1 + ((400 - length) / (frameLength / 4)), frames);
        var image = Read(transformer, data)[0];
        for (var frame = 0; frame < frames; frame++)
        {
            var column = Enumerable.Range(0, bins).Select(bin => image[(bin * frames) + frame]).ToArray();
            Assert.Equal(10, Array.IndexOf(column, column.Max()));
            Assert.Equal(frameLength / 4.0, column[10], frameLength * 0.02); // half of the window's sum, which is half its length
        }
    }

    [Fact]
    public void NaNStaysInTheFramesThatCoverIt()
    {
        var signal = Noise(120);
        var sound = Table(signal);
        signal[50] = float.NaN;
        var broken = Table(signal);
        foreach (var scale in Enum.GetValues<SpectrogramScale>())
        {
            var transformer = _ml.Transforms.Spectrogram("Image", "Signal", new SpectrogramOptions
            {
                FrameLength = 20,
                HopLength = 4,
                Scale = scale,
                DynamicRange = scale == SpectrogramScale.Linear ? null : 300,
                MelBandCount = 3,
            }).Fit(sound);
            var expected = Read(transformer, sound)[0];
            var actual = Read(transformer, broken)[0];
            for (var i = 0; i < expected.Length; i++)
            {
                var start = (i % 31 * 4) - 10; // of the frame
                // The periodic window is 0 at its first sample, and 0 times NaN is NaN.
                Assert.Equal(start <= 50 && 50 < start + 20 ? float.NaN : expected[i], actual[i]);
            }
        }
    }

    [Fact]
    public void TakesNoMemoryPerRow()
    {
        var data = new TestTable(new SameVector("Signal", Noise(300), 500));
        var view = _ml.Transforms.Spectrogram("Image", "Signal", frameLength: 30, melBandCount: 6).Fit(data).Transform(data);
        var column = view.Schema["Image"];
        using var cursor = view.GetRowCursor([column]);
        var get = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> value = default;
        cursor.MoveNext();
        get(ref value);
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (cursor.MoveNext())
            get(ref value);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    [Fact]
    public void GoesThroughAPredictionEngineIntoANetwork()
    {
        var random = new Random(1);
        Row[] rows = [.. Enumerable.Range(0, 120).Select(i => new Row
        {
            Label = i % 2 == 0,
            Signal = [.. Enumerable.Range(0, 64).Select(t =>
                (float)(Math.Sin((t + i) * (i % 2 == 0 ? 0.5 : 1.2)) + (0.3 * random.NextDouble())))],
        })];
        var data = _ml.Data.LoadFromEnumerable(rows);
        var pipeline = _ml.Transforms.Spectrogram("Image", "Signal", frameLength: 16)
            .Append(_ml.BinaryClassification.Trainers.Mlp(new MlpOptions
            {
                FeatureColumnName = "Image",
                HiddenSizes = [8],
                MaximumEpochCount = 30,
                Seed = 1,
            }));
        var model = pipeline.Fit(data);
        var scores = model.Transform(data).GetColumn<float>("Score").ToArray();
        Assert.All(scores.Zip(rows), pair => Assert.Equal(pair.Second.Label, pair.First > 0));
        using var engine = _ml.Model.CreatePredictionEngine<Row, Prediction>(model);
        Assert.All(scores.Zip(rows), pair => Assert.Equal(pair.First, engine.Predict(pair.Second).Score, 1e-5f));
    }

    [Fact]
    public void AllViolationsComeAtOnce()
    {
        var options = new SpectrogramOptions
        {
            ChannelCount = 0,
            SampleRate = 100,
            FrameLength = 64,
            HopLength = 0,
            FftLength = 32,
            Window = (SpectrogramWindow)9,
            Padding = (SpectrogramPadding)9,
            Quantity = (SpectrogramQuantity)9,
            Scale = SpectrogramScale.Linear,
            Floor = 0,
            DynamicRange = 3,
            MelBandCount = 0,
            MelFormula = (MelFormula)9,
            MinimumFrequency = 70,
            MaximumFrequency = 60,
        };
        Assert.Equal(
            "SpectrogramOptions.ChannelCount must be at least 1, but was 0. "
            + "SpectrogramOptions.HopLength must be at least 1, but was 0. "
            + "SpectrogramOptions.FftLength must be at least FrameLength (64) and at most 1048576, but was 32. "
            + "SpectrogramOptions.Window must be one of the windows, but was 9. "
            + "SpectrogramOptions.Padding must be one of the paddings, but was 9. "
            + "SpectrogramOptions.Quantity must be one of the quantities, but was 9. "
            + "SpectrogramOptions.Floor must be finite and above 0, but was 0. "
            + "SpectrogramOptions.DynamicRange must be null on a linear scale, but was 3. "
            + "SpectrogramOptions.MelBandCount must be at least 1, but was 0. "
            + "SpectrogramOptions.MelFormula must be one of the formulas, but was 9. "
            + "SpectrogramOptions.MaximumFrequency must be above 0 and at most half of SampleRate (50), but was 60. "
            + "SpectrogramOptions.MinimumFrequency must be below MaximumFrequency (60), but was 70.",
            Refused(options));
        Assert.Equal(
            "SpectrogramOptions.FrameLength must be from 1 to 1048576, but was 0. "
            + "SpectrogramOptions.Scale must be one of the scales, but was 9. "
            + "SpectrogramOptions.SampleRate must be finite and above 0, but was NaN. "
            + "SpectrogramOptions.MinimumFrequency must be finite and at least 0, but was -1.",
            Refused(new() { FrameLength = 0, Scale = (SpectrogramScale)9, SampleRate = double.NaN, MinimumFrequency = -1 }));
        Assert.Equal(
            "SpectrogramOptions.MelBandCount must be so small that each band covers a bin; a larger FftLength gives more bins, but was 128.",
            Refused(new() { FrameLength = 256, SampleRate = 16000, MelBandCount = 128 }));
        Assert.Equal(
            "SpectrogramOptions.MinimumFrequency must be so far below MaximumFrequency that a bin lies between them, but was 110.",
            Refused(new() { FrameLength = 10, SampleRate = 1000, MinimumFrequency = 110, MaximumFrequency = 190 }));
    }

    [Theory]
    [InlineData(7, 2, SpectrogramPadding.Zeros, "be as long as a multiple of ChannelCount (2), but was Vector<Single, 7>")]
    [InlineData(8, 1, SpectrogramPadding.Reflect, "have at least 9 samples in each channel, for one frame, but was Vector<Single, 8>")]
    [InlineData(30, 2, SpectrogramPadding.None, "have at least 16 samples in each channel, for one frame, but was Vector<Single, 30>")]
    public void AnUnfitLengthIsNamed(int length, int channels, SpectrogramPadding padding, string rule)
    {
        var estimator = _ml.Transforms.Spectrogram(
            "Image", "Signal", new SpectrogramOptions { ChannelCount = channels, FrameLength = 16, Padding = padding });
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(Table(new float[length])));
        Assert.Equal($"Signal column 'Signal' must {rule} (Parameter 'inputSchema')", error.Message);
    }

    [Fact]
    public void ARowOfAnotherLengthIsNamed()
    {
        var data = new TestTable(new SameVector("Signal", Noise(40), 3) { TrueLength = 39 });
        var view = _ml.Transforms.Spectrogram("Image", "Signal", frameLength: 16).Fit(data).Transform(data);
        var error = Assert.Throws<InvalidOperationException>(() => view.GetColumn<float[]>("Image").ToList());
        Assert.Equal("Signal column 'Signal' must be 40 values long in every row, but was 39 in row 1.", error.Message);
    }

    [Fact]
    public void ASavedOneThatMakesNoSenseIsNamed()
    {
        var data = Table(Noise(40));
        using var zip = new MemoryStream();
        _ml.Model.Save(_ml.Transforms.Spectrogram("Image", "Signal", frameLength: 16).Fit(data), data.Schema, zip);
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = Assert.Single(archive.Entries, entry => entry.FullName.EndsWith("spectrogram.json", StringComparison.Ordinal));
            using var stream = entry.Open();
            stream.Position = 30;
            stream.Write(Encoding.UTF8.GetBytes("x"));
        }
        zip.Position = 0;
        var error = Assert.ThrowsAny<Exception>(() => new MLContext().Model.Load(zip, out _)).GetBaseException();
        Assert.Equal(
            "The saved deep model cannot be read: part 'spectrogram.json' was altered: its SHA-256 differs from the one in Model.key.",
            Assert.IsType<FormatException>(error).Message);
    }

    private string Refused(SpectrogramOptions options) =>
        Assert.Throws<ArgumentException>(() => _ml.Transforms.Spectrogram("Image", "Signal", options)).Message;

    private static float[] Noise(int length)
    {
        var random = new Random(9);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))];
    }

    private static TestTable Table(params float[] signal) => new(TestColumn.Vector("Signal", [signal], signal.Length));

    private static float[][] Read(ITransformer transformer, IDataView data) => [.. transformer.Transform(data).GetColumn<float[]>("Image")];

    private sealed class Row
    {
        [VectorType(64)]
        public float[] Signal { get; set; } = [];

        public bool Label { get; set; }
    }

    private sealed class Prediction
    {
        public float Score { get; set; }
    }

    /// <summary>The same vector in every row, read without taking memory; its length may differ from what its type says.</summary>
    private sealed class SameVector(string name, float[] values, int count)
        : TestColumn(name, new VectorDataViewType(NumberDataViewType.Single, values.Length), null)
    {
        public int TrueLength { get; init; } = values.Length;

        public override int Count => count;

        public override TestColumn Pick(int[] rows) => new SameVector(Name, values, rows.Length) { TrueLength = TrueLength };

        public override Delegate Getter(Func<long> position) => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            var editor = VBufferEditor.Create(ref value, TrueLength);
            values.AsSpan(0, TrueLength).CopyTo(editor.Values);
            value = editor.Commit();
        });
    }
}
