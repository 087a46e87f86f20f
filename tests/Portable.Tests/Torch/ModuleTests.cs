using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Portable.Tests.Torch;

public sealed class ModuleTests
{
    [Fact]
    public void Fields_become_named_parts()
    {
        using var module = new Scaled();

        Assert.Equal(["scale", "inner.weight", "inner.bias"], module.named_parameters().Select(p => p.name));
        Assert.Equal(["offset"], module.named_buffers().Select(b => b.name));
        Assert.Equal(["inner"], module.named_children().Select(c => c.name));
        Assert.Equal(["scale", "inner.weight", "inner.bias", "offset"], module.state_dict().Keys);
        Assert.True(module.has_parameter("inner.bias"));
        Assert.Null(module.get_parameter("missing"));
    }

    [Fact]
    public void Sequential_runs_in_order_and_names_by_position()
    {
        using var scope = NewDisposeScope();
        using var module = nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.BatchNorm1d(5), nn.Linear(5, 1, hasBias: false));

        Assert.Equal(
            ["0.weight", "0.bias", "2.weight", "2.bias", "3.weight"],
            module.named_parameters().Select(p => p.name));
        Assert.Equal(
            ["2.running_mean", "2.running_var", "2.num_batches_tracked"],
            module.named_buffers().Select(b => b.name));
        Assert.Equal([4L, 1], module.call(rand(4, 3)).shape);
    }

    [Fact]
    public void Empty_steps_do_not_lose_the_input()
    {
        using var scope = NewDisposeScope();
        using var module = nn.Sequential(nn.ReLU(inplace: true));
        Tensor x, y;
        using (NewDisposeScope())
        {
            x = ones(2);
            y = module.call(x);
            Assert.False(y.IsInvalid);
        }

        Assert.True(x.IsInvalid);
        Assert.True(y.IsInvalid);
    }

    [Fact]
    public void Training_mode_reaches_the_parts()
    {
        using var module = nn.Sequential(nn.Sequential(nn.Dropout(0.9)));
        module.eval();
        Assert.All(module.modules(), m => Assert.False(m.training));
        module.train();
        Assert.All(module.modules(), m => Assert.True(m.training));
    }

    [Fact]
    public void State_is_copied_by_name()
    {
        using var scope = NewDisposeScope();
        using var from = nn.Sequential(nn.Linear(3, 2));
        using var to = nn.Sequential(nn.Linear(3, 2));
        using var other = nn.Sequential(nn.Linear(3, 2, hasBias: false));

        to.load_state_dict(from.state_dict());

        Assert.True(from.get_parameter("0.weight")!.Equals(to.get_parameter("0.weight")!));
        var error = Assert.Throws<InvalidOperationException>(() => other.load_state_dict(from.state_dict()));
        Assert.Equal("The loaded state_dict is not identical to the target dictionary.", error.Message);
        Assert.Equal(["0.bias"], other.load_state_dict(from.state_dict(), strict: false).unexpected_keyes);
    }

    [Fact]
    public void Registering_twice_is_refused()
    {
        using var module = new Scaled();
        using var parameter = new Parameter(ones(1));

        Assert.Throws<InvalidOperationException>(() => module.register_parameter("scale", parameter));
        Assert.Throws<InvalidOperationException>(() => module.register_buffer("offset", parameter));
        Assert.Throws<ArgumentException>(() => module.register_module("a.b", nn.ReLU()));
    }

    [Fact]
    public void Disposing_of_a_module_disposes_of_its_parameters_but_not_of_shared_wrappers()
    {
        using var scope = NewDisposeScope();
        var module = nn.Linear(2, 2);
        var held = module.get_parameter("weight")!;
        var wrapper = module.weight!;
        module.weight!.Dispose();
        Assert.False(held.IsInvalid);

        module.Dispose();

        Assert.True(held.IsInvalid);
        Assert.False(wrapper.IsInvalid);
    }

    [Fact]
    public void Clearing_gradients_takes_them_out()
    {
        using var scope = NewDisposeScope();
        using var module = nn.Linear(2, 2);
        module.call(ones(1, 2)).sum().backward();
        Assert.NotNull(module.weight!.grad);

        module.zero_grad();

        Assert.Null(module.weight!.grad);
    }

    private sealed class Scaled : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter scale = new(ones(1));
        private readonly Tensor offset = zeros(1);
        private readonly Linear inner = nn.Linear(2, 2);

        public Scaled()
            : base(nameof(Scaled)) => RegisterComponents();

        public override Tensor forward(Tensor input) => (inner.call(input) * scale) + offset;
    }
}
