using System.Collections.Frozen;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>What the loop tells all layers of a network before each step.</summary>
internal sealed class StepState
{
    private int _startsDrawn;
    private int _maskedSteps; // steps of a row where the mask stands

    /// <summary>Where random masks come from; restarted for each step.</summary>
    public MaskGenerator Masks { get; } = new();

    /// <summary>What every dropout probability is multiplied by, as its schedule says.</summary>
    public double DropoutFactor { get; set; } = 1;

    /// <summary>What the share of steps that a teacher feeds is multiplied by, as its schedule says.</summary>
    public double TeacherForcingFactor { get; set; } = 1;

    /// <summary>The targets of the batch, encoded, shape [rows, targets]; null where they are not known.</summary>
    public torch.Tensor? Targets { get; set; }

    /// <summary>Told the place of each layer, such as <c>3</c> or <c>3.branch0.2</c>, and its output; null for nobody.</summary>
    public Action<string, torch.Tensor>? Observer { get; set; }

    /// <summary>Names of the tensors that are never trained; a batch normalisation among them uses its running statistics.</summary>
    public IReadOnlySet<string> Frozen { get; set; } = FrozenSet<string>.Empty;

    /// <summary>Whether a training batch holds rows for each member of an ensemble in turn, instead of rows for all of them.</summary>
    public bool SeparatesMembers { get; set; }

    /// <summary>Where libtorch's way backwards through this pass is interrupted.</summary>
    public List<GradientCut> Cuts { get; } = [];

    /// <summary>Steps that each row of the batch has, once the network's step mask has found that some have fewer than others.</summary>
    public int[]? Lengths { get; private set; }

    /// <summary>Says how many of its steps each row has.</summary>
    public void SetLengths(int[]? lengths, int stepCount) => (Lengths, _maskedSteps) = (lengths, stepCount);

    /// <summary>How many steps each row has; empty where all have all.</summary>
    /// <param name="stepCount">Steps of a row of the layer that asks.</param>
    /// <exception cref="InvalidOperationException">A layer since the mask has changed the number of steps.</exception>
    public ReadOnlySpan<int> LengthsFor(int stepCount) => Lengths is null || stepCount == _maskedSteps
        ? Lengths
        : throw new InvalidOperationException(
            $"Layers behind a StepMask must keep its {_maskedSteps} steps, but one of them is left with {stepCount}.");

    /// <summary>The rows of a <see cref="Pass.Initialization"/>; null at all other times.</summary>
    public StartingSample? Start { get; private set; }

    /// <summary>Says that the next pass is a <see cref="Pass.Initialization"/> of these rows, or with null that it is over.</summary>
    public void BeginStart(StartingSample? sample)
    {
        Start = sample;
        _startsDrawn = 0;
    }

    /// <summary>Random numbers for one layer of the pass.</summary>
    public RandomNumbers NextStart() => Start!.Random.For(RandomUse.DataDrivenInitialization, ++_startsDrawn);
}

/// <summary>The training rows by which layers set their first numbers.</summary>
/// <param name="Random">Where chance comes from; index 0 chose the rows.</param>
/// <param name="Targets">Shape [rows, targets].</param>
/// <param name="AreClasses">Whether the targets are numbers of classes.</param>
internal sealed record StartingSample(FitRandom Random, TensorTable Targets, bool AreClasses);
