using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace MLNetDeep.Comparisons.Peers;

/// <summary>A network as one writes it by hand in TorchSharp: a tensor for each parameter, functions of <c>torch.nn.functional</c>.</summary>
internal abstract class RawNetwork
{
    /// <summary>The weights and biases, leaf tensors of autograd.</summary>
    public List<Tensor> Parameters { get; } = [];

    /// <summary>Rows to logits.</summary>
    public abstract Tensor Forward(Tensor x);

    public static RawNetwork Create(PeerSettings settings) => settings.Network switch
    {
        "lenet" => new LeNet(),
        "lstm" => new Recurrent(settings),
        _ => new Perceptron(settings),
    };

    /// <summary>A parameter, drawn as PyTorch draws those of a linear layer.</summary>
    protected Tensor Parameter(int fanIn, params long[] shape)
    {
        long count = shape.Aggregate(1L, (product, size) => product * size);
        double bound = 1 / Math.Sqrt(fanIn);
        Tensor values = ((rand(count) * 2 - 1) * bound).view(shape).DetachFromDisposeScope();
        values.requires_grad_();
        Parameters.Add(values);
        return values;
    }

    private sealed class Perceptron : RawNetwork
    {
        private readonly List<(Tensor Weight, Tensor Bias)> _layers = [];

        public Perceptron(PeerSettings settings)
        {
            int width = settings.Inputs;
            foreach (int size in settings.Hidden.Append(settings.Classes))
            {
                _layers.Add((Parameter(width, size, width), Parameter(width, size)));
                width = size;
            }
        }

        public override Tensor Forward(Tensor x)
        {
            for (int i = 0; i < _layers.Count; i++)
            {
                x = F.linear(x, _layers[i].Weight, _layers[i].Bias);
                if (i < _layers.Count - 1)
                    x = x.relu();
            }

            return x;
        }
    }

    private sealed class LeNet : RawNetwork
    {
        private readonly Tensor[] _p;

        public LeNet() => _p =
        [
            Parameter(25, 6, 1, 5, 5), Parameter(25, 6), Parameter(150, 16, 6, 5, 5), Parameter(150, 16),
            Parameter(400, 120, 400), Parameter(400, 120), Parameter(120, 84, 120), Parameter(120, 84), Parameter(84, 10, 84), Parameter(84, 10),
        ];

        public override Tensor Forward(Tensor x)
        {
            x = F.max_pool2d(F.conv2d(x, _p[0], _p[1], padding: [2, 2]).relu(), [2, 2]);
            x = F.max_pool2d(F.conv2d(x, _p[2], _p[3]).relu(), [2, 2]).flatten(1);
            x = F.linear(x, _p[4], _p[5]).relu();
            return F.linear(F.linear(x, _p[6], _p[7]).relu(), _p[8], _p[9]);
        }
    }

    /// <summary>An LSTM step by step, with PyTorch's order of the gates; the inputs' part of all steps is one product.</summary>
    private sealed class Recurrent : RawNetwork
    {
        private readonly int _hidden;
        private readonly Tensor[] _p;

        public Recurrent(PeerSettings settings)
        {
            _hidden = settings.Hidden[0];
            _p =
            [
                Parameter(_hidden, 4 * _hidden, settings.StepWidth), Parameter(_hidden, 4 * _hidden),
                Parameter(_hidden, 4 * _hidden, _hidden), Parameter(_hidden, settings.Classes, _hidden), Parameter(_hidden, settings.Classes),
            ];
        }

        public override Tensor Forward(Tensor x) // [rows, steps, features]
        {
            long steps = x.shape[1];
            Tensor inputs = F.linear(x, _p[0], _p[1]);
            Tensor state = zeros([x.shape[0], _hidden]);
            Tensor cell = zeros([x.shape[0], _hidden]);
            for (long step = 0; step < steps; step++)
            {
                Tensor gates = inputs.select(1, step) + F.linear(state, _p[2]);
                Tensor open = gates.narrow(1, 0, 2 * _hidden).sigmoid(); // input and forget gate
                Tensor next = open.narrow(1, 0, _hidden) * gates.narrow(1, 2 * _hidden, _hidden).tanh();
                cell = open.narrow(1, _hidden, _hidden) * cell + next;
                state = gates.narrow(1, 3 * _hidden, _hidden).sigmoid() * cell.tanh();
            }

            return F.linear(state, _p[3], _p[4]);
        }
    }
}

/// <summary>Adam (arXiv:1412.6980) in tensor operators, parameter by parameter, as PyTorch's and TorchSharp's own do it.</summary>
internal sealed class RawAdam(IReadOnlyList<Tensor> parameters, double learningRate) : IDisposable
{
    private const double Decay = 0.9;
    private const double SquareDecay = 0.999;
    private const double Epsilon = 1e-8;

    private readonly Tensor[] _means = [.. parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];
    private readonly Tensor[] _squares = [.. parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];
    private int _step;

    public void Dispose()
    {
        foreach (Tensor tensor in _means.Concat(_squares))
            tensor.Dispose();
    }

    public void Clear()
    {
        foreach (Tensor parameter in parameters)
            parameter.grad = null;
    }

    public void Step()
    {
        _step++;
        double correction = 1 - Math.Pow(Decay, _step);
        double root = Math.Sqrt(1 - Math.Pow(SquareDecay, _step));
        using IDisposable noGradients = no_grad();
        for (int i = 0; i < parameters.Count; i++)
        {
            Tensor gradient = parameters[i].grad!;
            _means[i].mul_(Decay).add_(gradient, 1 - Decay);
            _squares[i].mul_(SquareDecay).addcmul_(gradient, gradient, 1 - SquareDecay);
            Tensor denominator = _squares[i].sqrt().div_(root).add_(Epsilon);
            parameters[i].addcdiv_(_means[i], denominator, -learningRate / correction);
        }
    }
}
