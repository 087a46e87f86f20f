using TorchSharp.Native;
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
        _eps = eps;
        _momentum = momentum;
        if (affine)
        {
            register_parameter("weight", new Parameter(ones([features], dtype, device)));
            register_parameter("bias", new Parameter(zeros([features], dtype, device)));
        }

        if (trackRunningStats)
        {
            register_buffer("running_mean", zeros([features], dtype, device));
            register_buffer("running_var", ones([features], dtype, device));
            register_buffer("num_batches_tracked", zeros([], ScalarType.Int64, device));
        }
    }

    public Parameter? weight
    {
        get => get_parameter("weight")?.Share();
        set => ConditionallyRegisterParameter("weight", value ?? throw new ArgumentNullException(nameof(value)));
    }

    public Parameter? bias
    {
        get => get_parameter("bias")?.Share();
        set => ConditionallyRegisterParameter("bias", value ?? throw new ArgumentNullException(nameof(value)));
    }

    public Tensor? running_mean
    {
        get => get_buffer("running_mean")?.alias();
        set => ConditionallyRegisterBuffer("running_mean", value ?? throw new ArgumentNullException(nameof(value)));
    }

    public Tensor? running_var
    {
        get => get_buffer("running_var")?.alias();
        set => ConditionallyRegisterBuffer("running_var", value ?? throw new ArgumentNullException(nameof(value)));
    }

    public Tensor? num_batches_tracked => get_buffer("num_batches_tracked")?.alias();

    public void reset_running_stats()
    {
        get_buffer("running_mean")?.fill_(0);
        get_buffer("running_var")?.fill_(1);
        get_buffer("num_batches_tracked")?.fill_(0);
    }

    public override Tensor forward(Tensor tensor)
    {
        if (tensor.Dimensions is < 2 or > 3)
            throw new ArgumentException($"Invalid number of dimensions for BatchNorm argument: {tensor.Dimensions}");
        var mean = get_buffer("running_mean");
        if (training)
            get_buffer("num_batches_tracked")?.add_(1);
        return Operator.Call(
            "batch_norm",
            tensor,
            get_parameter("weight"),
            get_parameter("bias"),
            mean,
            get_buffer("running_var"),
            training || mean is null,
            _momentum,
            _eps,
            true);
    }
}
