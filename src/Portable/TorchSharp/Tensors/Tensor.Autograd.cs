namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public unsafe bool requires_grad
        {
            get => Describe().RequiresGrad != 0;
            set
            {
                Operator.Check(NativeMethods.mld_tensor_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        public unsafe Tensor? grad
        {
            get
            {
                nint result;
                Operator.Check(NativeMethods.mld_tensor_grad(Handle, &result));
                GC.KeepAlive(this);
                return result == 0 ? null : new Tensor(result);
            }

            set
            {
                Operator.Check(NativeMethods.mld_tensor_set_grad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(value);
                GC.KeepAlive(this);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public void backward() => backward(null, create_graph: false);

        public unsafe void backward(
            IList<Tensor>? grad_tensors = null, bool create_graph = false, bool retain_graph = false, IList<Tensor>? inputs = null)
        {
            if (grad_tensors is { Count: > 1 })
                throw new ArgumentException("One tensor has one gradient.", nameof(grad_tensors));
            var gradient = grad_tensors is { Count: 1 } ? grad_tensors[0] : null;
            var handles = inputs?.Select(input => input.Handle).ToArray() ?? [];
            fixed (nint* first = handles)
            {
                Operator.Check(NativeMethods.mld_tensor_backward(
                    Handle, gradient?.Handle ?? 0, retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, first, handles.Length));
            }
            GC.KeepAlive(gradient);
            GC.KeepAlive(inputs);
            GC.KeepAlive(this);
        }

        public Tensor detach() => Operator.Call("detach", this);
    }
}
