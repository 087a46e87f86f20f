using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalises each feature by the batch while training, by the running statistics afterwards.</summary>
public sealed class BatchNorm1d : nn.Module<Tensor, Tensor>
{
    private readonly double _eps;
    private readonly double _momentum;

    internal BatchNorm1d(
        long features, double eps, double momentum, bool affine, bool trackRunningStats, Device? device, ScalarType? dtype)
        : base(nameof(BatchNorm1d))
    {
        (_eps, _momentum) = (eps, momentum);
        if (affine)
        {
            weight = new Parameter(ones(features, dtype, device));
            bias = new Parameter(zeros(features, dtype, device));
        }

        if (trackRunningStats)
        {
            register_buffer("running_mean", zeros(features, dtype, device));
            register_buffer("running_var", ones(features, dtype, device));
            register_buffer("num_batches_tracked", zeros([], ScalarType.Int64, device));
        }
    }

    public Parameter? weight
    {
        get => Shared("weight");
        set => Replace("weight", value);
    }

    public Parameter? bias
    {
        get => Shared("bias");
        set => Replace("bias", value);
    }

    public Tensor? running_mean => get_buffer("running_mean")?.alias();

    public Tensor? running_var => get_buffer("running_var")?.alias();

    public Tensor? num_batches_tracked => get_buffer("num_batches_tracked")?.alias();

    public override Tensor forward(Tensor tensor)
    {
        if (tensor.Dimensions is < 2 or > 3)
            throw new ArgumentException($"Invalid number of dimensions for BatchNorm argument: {tensor.Dimensions}");
        var (mean, variance) = (get_buffer("running_mean"), get_buffer("running_var"));
        if (training)
            get_buffer("num_batches_tracked")?.add_(1);
        var byBatch = training || mean is null;
        return Operator.Call(
            "batch_norm", tensor, get_parameter("weight"), get_parameter("bias"), mean, variance, byBatch, _momentum, _eps, true);
    }
}
