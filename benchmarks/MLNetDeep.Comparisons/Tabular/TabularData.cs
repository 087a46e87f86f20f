using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Cli.Data;
using MLNetDeep.Cli.Models;

namespace MLNetDeep.Comparisons.Tabular;

/// <summary>A table as the peer script describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Task">binary, multiclass or regression.</param>
/// <param name="Label">The column to predict.</param>
/// <param name="Metric">accuracy, auc or rmse.</param>
/// <param name="Digest">Tells whether the file is still the same.</param>
internal sealed record TabularTable(string Name, string Task, string Label, string Metric, string Digest);

/// <summary>One fold of a table, featurised as <c>mlnetdeep compare</c> does it; made for one fit, on one thread.</summary>
internal sealed class TabularData
{
    private readonly TabularTable _table;
    private readonly DataPipeline _test;

    private TabularData(TabularTable table, MLContext ml, DataPlan plan, DataPipeline train, DataPipeline test)
    {
        (_table, ML, Plan, Pipeline, _test) = (table, ml, plan, train, test);
        Train = ml.Data.Cache(train.Load());
        Test = ml.Data.Cache(test.Load());
        if (!Train.Schema[train.LabelColumnName].Type.Equals(Test.Schema[test.LabelColumnName].Type))
            throw new InvalidOperationException($"A fold of {table.Name} lacks a class.");
    }

    public MLContext ML { get; }

    /// <summary>The table the fold is of.</summary>
    public TabularTable Table => _table;

    public DataPlan Plan { get; }

    /// <summary>Makes trainers behind the featurisation.</summary>
    public DataPipeline Pipeline { get; }

    public IDataView Train { get; }

    public IDataView Test { get; }

    /// <summary>Opens a fold. What columns are is read from the whole table, what they hold from the training rows alone.</summary>
    public static TabularData Open(TabularTable table, int fold, string work)
    {
        var ml = new MLContext(seed: 1);
        TableProfile whole = Profile($"{table.Name}.csv");
        DataPlan plan = DataPlan.Create(whole, table.Label, table.Task, []);
        DataPipeline Part(string name) => new(ml, plan with { Profile = Profile($"{table.Name}.{fold}.{name}.csv") });
        return new TabularData(table, ml, plan, Part("train"), Part("test"));

        TableProfile Profile(string file)
        {
            using DataFile opened = DataFile.Open(Path.Combine(work, file)); // plain text: nothing is unpacked
            return TableProfile.Read(CsvTable.Open(opened));
        }
    }

    /// <summary>1 - accuracy, 1 - area under the ROC curve, or the root of the mean squared error.</summary>
    public double Error(ITransformer model)
    {
        IDataView scored = model.Transform(Test);
        string label = _test.LabelColumnName;
        return _table switch
        {
            { Metric: "rmse" } => ML.Regression.Evaluate(scored, label).RootMeanSquaredError,
            { Metric: "auc" } => 1 - ML.BinaryClassification.EvaluateNonCalibrated(scored, label).AreaUnderRocCurve,
            { Task: "binary" } => 1 - ML.BinaryClassification.EvaluateNonCalibrated(scored, label).Accuracy,
            _ => 1 - ML.MulticlassClassification.Evaluate(scored, label).MicroAccuracy,
        };
    }

    /// <summary>Writes label and features of each row for the peers, and returns the number of features.</summary>
    public int Export(string trainFile, string testFile)
    {
        ITransformer features = Pipeline.Features().Fit(Train);
        Write(features.Transform(Test), testFile);
        return Write(features.Transform(Train), trainFile);
    }

    private int Write(IDataView data, string file)
    {
        DataViewSchema.Column label = data.Schema[Pipeline.LabelColumnName];
        DataViewSchema.Column feature = data.Schema[DataPipeline.FeatureColumnName];
        using DataViewRowCursor cursor = data.GetRowCursor([label, feature]);
        Func<float> getLabel = LabelGetter(cursor, label);
        ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(feature);
        int width = ((VectorDataViewType)feature.Type).Size;
        float[] row = new float[width + 1];
        VBuffer<float> values = default;
        using FileStream stream = File.Create(file);
        while (cursor.MoveNext())
        {
            row[0] = getLabel();
            getFeatures(ref values);
            values.CopyTo(row.AsSpan(1));
            stream.Write(MemoryMarshal.AsBytes<float>(row));
        }

        return width;
    }

    private static Func<float> LabelGetter(DataViewRow row, DataViewSchema.Column label)
    {
        if (label.Type is BooleanDataViewType)
            return Getter<bool>(flag => flag ? 1 : 0);
        return label.Type is KeyDataViewType ? Getter<uint>(key => key - 1) : Getter<float>(value => value);

        Func<float> Getter<T>(Func<T, float> convert)
        {
            ValueGetter<T> get = row.GetGetter<T>(label);
            T value = default!;
            return () =>
            {
                get(ref value);
                return convert(value);
            };
        }
    }
}
