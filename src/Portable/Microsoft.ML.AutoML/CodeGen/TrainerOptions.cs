using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML.CodeGen;

/// <summary>The columns that every trainer's options name.</summary>
internal interface ITrainerOption
{
    string LabelColumnName { get; set; }
    string FeatureColumnName { get; set; }

    string? ExampleWeightColumnName { get; set; }
}

/// <summary>What is swept of FastTree; its trees start small, as the cost-frugal tuner wants them.</summary>
public class FastTreeOption : ITrainerOption
{
    [Range(4, 32768, 4, true)]
    public int NumberOfLeaves { get; set; } = 4;
    [Range(2, 128, 20, true)]
    public int MinimumExampleCountPerLeaf { get; set; } = 20;
    [Range(4, 32768, 4, true)]
    public int NumberOfTrees { get; set; } = 4;
    [Range(8, 1024, 256, true)]
    public int MaximumBinCountPerFeature { get; set; } = 256;
    [Range(2e-10, 1.0, 1.0)]
    public double FeatureFraction { get; set; } = 1;
    [Range(2e-10, 1.0, 0.1, true)]
    public double LearningRate { get; set; } = 0.1;
    public string LabelColumnName { get; set; } = "Label";
    public string FeatureColumnName { get; set; } = "Feature";
    public string? ExampleWeightColumnName { get; set; }

    /// <summary>Whether the official trainer transposes on disk; the portable one has no need to.</summary>
    public bool DiskTranspose { get; set; }
}

/// <summary>What is swept of FastForest.</summary>
public class FastForestOption : ITrainerOption
{
    [Range(4, 32768, 4, true)]
    public int NumberOfTrees { get; set; } = 4;
    [Range(4, 32768, 4, true)]
    public int NumberOfLeaves { get; set; } = 4;
    [Range(2e-10f, 1f, 1f)]
    public float FeatureFraction { get; set; } = 1;
    public string LabelColumnName { get; set; } = "Label";
    public string FeatureColumnName { get; set; } = "Feature";
    public string? ExampleWeightColumnName { get; set; }
}

/// <summary>What is swept of LightGBM, which the portable packages have not; the options are part of the catalog's signatures.</summary>
public class LgbmOption : ITrainerOption
{
    [Range(4, 32768, 4)]
    public int NumberOfLeaves { get; set; } = 4;
    [Range(20, 1024, 20, true)]
    public int MinimumExampleCountPerLeaf { get; set; } = 20;
    [Range(2e-10, 1.0, 1.0, true)]
    public double LearningRate { get; set; } = 1;
    [Range(4, 32768, 4)]
    public int NumberOfTrees { get; set; } = 4;
    [Range(2e-10, 1.0, 1.0, true)]
    public double SubsampleFraction { get; set; } = 1;
    [Range(8, 1024, 256, true)]
    public int MaximumBinCountPerFeature { get; set; } = 256;
    [Range(2e-10, 1.0, 1.0)]
    public double FeatureFraction { get; set; } = 1;
    [Range(2e-10, 1.0, 2e-10, true)]
    public double L1Regularization { get; set; } = 2e-10;
    [Range(2e-10, 1.0, 1.0, true)]
    public double L2Regularization { get; set; } = 1;
    public string LabelColumnName { get; set; } = "Label";
    public string FeatureColumnName { get; set; } = "Feature";
    public string? ExampleWeightColumnName { get; set; }
}

/// <summary>What is swept of the trainers that minimise by L-BFGS.</summary>
public class LbfgsOption : ITrainerOption
{
    [Range(0.03125f, 32768f, 1f, true)]
    public float L1Regularization { get; set; } = 1;
    [Range(0.03125f, 32768f, 1f, true)]
    public float L2Regularization { get; set; } = 1;
    public string LabelColumnName { get; set; } = "Label";
    public string FeatureColumnName { get; set; } = "Feature";
    public string? ExampleWeightColumnName { get; set; }
}

/// <summary>What is swept of the trainers that ascend by dual coordinates.</summary>
public class SdcaOption : ITrainerOption
{
    [Range(0.03125f, 32768f, 1f, true)]
    public float L1Regularization { get; set; } = 1;
    [Range(0.03125f, 32768f, 0.1f, true)]
    public float L2Regularization { get; set; } = 0.1f;
    public string LabelColumnName { get; set; } = "Label";
    public string FeatureColumnName { get; set; } = "Feature";
    public string? ExampleWeightColumnName { get; set; }
}
