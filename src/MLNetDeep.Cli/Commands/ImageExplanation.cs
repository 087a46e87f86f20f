using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Cli.Models;
using MLNetDeep.Cli.Output;
using MLNetDeep.Images;
using MLNetDeep.Networks;

namespace MLNetDeep.Cli.Commands;

/// <summary>What <c>explain</c> does: draws overlays of class maps, filters and the confusion matrix of a saved model.</summary>
internal sealed record ImageExplanation(string ModelPath)
{
    private const string MapColumn = "Map";
    private const string LabelColumn = "Label";
    private const int MostPictures = 1024;
    private const int WidestGrid = 8; // pictures, of which every second is an overlay

    public string? Images { get; init; }

    public string? Labels { get; init; }

    public string? Folder { get; init; }

    public int Count { get; init; }

    public required GradCamOptions Cam { get; init; }

    public string? Overlays { get; init; }

    public string? Filters { get; init; }

    public string? Confusion { get; init; }

    public void Run(CliStreams streams, bool asJson)
    {
        Check();
        var ml = new MLContext();
        var file = ModelFile.Read(ml, ModelPath);
        var deep = file.DeepModel ?? throw new CliException($"'{ModelPath}' holds no deep model: there is no network to explain.");
        if (Filters is { } filters)
            AtomicFile.Write(filters, FiltersOf(deep).WritePng);
        List<Explained> rows = [];
        if (Images is not null || Folder is not null)
        {
            var column = file.InputSchema is { } inputs ? ImagePredictor.ImageColumn(inputs) : null;
            if (column is not { Type: VectorDataViewType { Dimensions.Length: 3 } })
                throw new CliException($"'{ModelPath}' does not read images: there is nothing to draw.");
            var data = Open(ml, column.Value, file.Card);
            var scored = file.Model.Transform(data);
            var classes = ClassNames(file.Card, scored.Schema);
            if (Overlays is { } overlays)
                rows = DrawOverlays(ml, column.Value, deep, scored, classes, overlays);
            if (Confusion is { } confusion)
                DrawConfusion(scored, classes, confusion);
        }
        Report(streams, rows, asJson);
    }

    private void Check()
    {
        var rules = new SettingRules();
        rules.Require(Count is >= 1 and <= MostPictures, "--count", $"from 1 to {MostPictures}", Count);
        rules.ThrowIfBroken();
        foreach (var (path, what) in new[] { (Overlays, "Overlay picture"), (Filters, "Filter picture"), (Confusion, "Confusion picture") })
        {
            if (path is not null)
                AtomicFile.CheckTarget(path, what);
        }
    }

    private IDataView Open(MLContext ml, DataViewSchema.Column images, ModelCard? card)
    {
        var classes = card is { Classes.Count: > 0 } ? card.Classes : null;
        if (Folder is { } folder)
        {
            return ml.Data.LoadFromImageFolder(
                folder, ImagePredictor.FileOptions(images, card) with { LabelColumnName = LabelColumn, ClassNames = classes });
        }
        if (Labels is null)
            return ImagePredictor.Load(ml, images, Images!, card);
        var options = new IdxOptions { FeatureColumnName = images.Name, LabelColumnName = LabelColumn, ClassNames = classes };
        var data = ml.Data.LoadFromIdx(Images!, Labels, options);
        var type = data.Schema[images.Name].Type;
        return type.Equals(images.Type) ? data : throw new CliException($"'{Images}' holds {type}, but the model reads {images.Type}.");
    }

    private List<Explained> DrawOverlays(
        MLContext ml, DataViewSchema.Column images, DeepModel deep, IDataView scored, IReadOnlyList<string> classes, string path)
    {
        var view = AddMaps(ml, images, deep, scored);
        var dimensions = ((VectorDataViewType)images.Type).Dimensions;
        List<Image> pictures = [];
        List<Explained> rows = [];
        using var cursor = view.GetRowCursor(view.Schema.Where(column => !column.IsHidden));
        var pixels = cursor.GetGetter<VBuffer<byte>>(Bytes(view.Schema, images.Name));
        var map = cursor.GetGetter<VBuffer<float>>(view.Schema[MapColumn]);
        var score = Scores(cursor);
        var label = Label(cursor);
        VBuffer<byte> bytes = default;
        VBuffer<float> heat = default;
        while (rows.Count < Count && cursor.MoveNext())
        {
            pixels(ref bytes);
            map(ref heat);
            var picture = Image.FromPlanar(dimensions[2], dimensions[1], dimensions[0], bytes.DenseValues().ToArray());
            var overlay = HeatMap.Overlay(picture, heat.DenseValues().ToArray(), dimensions[1], dimensions[2]);
            pictures.Add(picture.Zoom(overlay.Width / picture.Width));
            pictures.Add(overlay);
            rows.Add(Explain(rows.Count + 1, score(), label?.Invoke(), classes));
        }
        if (rows.Count == 0)
            throw new CliException($"'{Images ?? Folder}' holds no images.");
        var grid = ImageGrid.Draw(pictures, new ImageGridOptions { ColumnCount = Math.Min(WidestGrid, pictures.Count), Gap = 4 });
        AtomicFile.Write(path, grid.WritePng);
        return rows;
    }

    private IDataView AddMaps(MLContext ml, DataViewSchema.Column images, DeepModel deep, IDataView scored)
    {
        try
        {
            return ml.Transforms.GradCam(MapColumn, deep, Cam, images.Name).Fit(scored).Transform(scored);
        }
        catch (ArgumentException error)
        {
            throw new CliException($"'{ModelPath}' cannot be explained so: {error.Message}", error);
        }
    }

    /// <summary>Counts all images with a label: rows are actual classes, columns predicted ones.</summary>
    private void DrawConfusion(IDataView scored, IReadOnlyList<string> classes, string path)
    {
        var counts = new double[classes.Count][];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = new double[counts.Length];
        using var cursor = scored.GetRowCursor(scored.Schema.Where(column => column.Name is LabelColumn or "Score"));
        var (score, label) = (Scores(cursor), Label(cursor)!);
        while (cursor.MoveNext())
        {
            var row = score();
            if (row.Length != classes.Count)
                throw new CliException($"'{ModelPath}' does not tell {classes.Count} classes apart: there is no confusion to draw.");
            if (label() is { } actual && actual < counts.Length)
                counts[actual][Array.IndexOf(row, row.Max())]++;
        }
        AtomicFile.Write(path, ConfusionMatrixPicture.Draw(counts, classes).WritePng);
    }

    private Image FiltersOf(DeepModel deep)
    {
        // In a network for images only convolutions have weights of more than two dimensions.
        var isConvolutional = deep.Network.Layers[0] is ChannelNormalizationSpec;
        var weight = deep.Network.Tensors.FirstOrDefault(tensor => isConvolutional && tensor.Shape.Count is 3 or 4)
            ?? throw new CliException($"'{ModelPath}' has no convolution: there are no filters to draw.");
        int[] shape = weight.Shape.Count == 4 ? [.. weight.Shape] : [weight.Shape[0], weight.Shape[1], 1, weight.Shape[2]];
        return ImageGrid.DrawFilters(deep.GetTensor(weight.Name), shape[0], shape[1], shape[2], shape[3]);
    }

    private void Report(CliStreams streams, List<Explained> rows, bool asJson)
    {
        if (asJson)
        {
            JsonOutput.Write(streams.Out, new { Command = "explain", Model = ModelPath, Overlays, Filters, Confusion, Images = rows });
            return;
        }
        if (rows.Count > 0)
        {
            var table = Text.Table("image", "predicted", "score", "label");
            foreach (var row in rows)
                table.Row(row.Number.ToString(CultureInfo.InvariantCulture), row.Predicted ?? "", Text.Number(row.Score), row.Label ?? "");
            Text.Render(streams, table);
        }
        foreach (var (path, what) in new[] { (Overlays, "Overlays"), (Filters, "Filters"), (Confusion, "Confusion matrix") })
        {
            if (path is not null)
                Text.WriteWrapped(streams, $"{what}: {path}.");
        }
    }

    private static Explained Explain(int number, float[] scores, int? label, IReadOnlyList<string> classes)
    {
        var best = Array.IndexOf(scores, scores.Max());
        return new Explained(
            number, scores.Length > 1 && best < classes.Count ? classes[best] : null, scores[best],
            label is { } actual && actual < classes.Count ? classes[actual] : null);
    }

    private DataViewSchema.Column Bytes(DataViewSchema schema, string name) =>
        schema[name] is { Type: VectorDataViewType type } column && type.ItemType.Equals(NumberDataViewType.Byte)
            ? column
            : throw new CliException($"'{Images ?? Folder}' holds {schema[name].Type}, but only pixels that are bytes can be drawn.");

    /// <summary>The scores of a row; of a binary model or a regression one.</summary>
    private static Func<float[]> Scores(DataViewRow row)
    {
        var column = row.Schema["Score"];
        if (column.Type is not VectorDataViewType)
        {
            var scalar = row.GetGetter<float>(column);
            return () =>
            {
                var value = 0f;
                scalar(ref value);
                return [value];
            };
        }
        var vector = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> buffer = default;
        return () =>
        {
            vector(ref buffer);
            return [.. buffer.DenseValues()];
        };
    }

    /// <summary>The number of the row's class from 0, or null for none; null when there are no labels.</summary>
    private static Func<int?>? Label(DataViewRow row)
    {
        if (row.Schema.GetColumnOrNull(LabelColumn) is not { Type: KeyDataViewType } column)
            return null;
        var getter = row.GetGetter<uint>(column);
        return () =>
        {
            uint key = 0;
            getter(ref key);
            return key == 0 ? null : (int)key - 1;
        };
    }

    private static IReadOnlyList<string> ClassNames(ModelCard? card, DataViewSchema schema)
    {
        if (card is { Classes.Count: > 0 })
            return card.Classes;
        if (schema["Score"].Type is not VectorDataViewType { Size: var size } || !schema["Score"].HasSlotNames())
            return [.. Enumerable.Range(0, (schema["Score"].Type as VectorDataViewType)?.Size ?? 0).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["Score"].GetSlotNames(ref names);
        return names.Length == size ? [.. names.DenseValues().Select(name => name.ToString())] : [];
    }

    /// <param name="Number">Number of the image, from 1.</param>
    /// <param name="Predicted">Name of the predicted class; null where the model has no classes.</param>
    /// <param name="Score">Its score.</param>
    /// <param name="Label">Name of the actual class; null where it is not known.</param>
    private sealed record Explained(int Number, string? Predicted, float Score, string? Label);
}
