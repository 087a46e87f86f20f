using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions => Describe().Dimensions;
        public long NumberOfElements => Describe().Elements;
        public ScalarType dtype => (ScalarType)Describe().DType;
        public bool is_leaf => Describe().IsLeaf != 0;
        public bool is_contiguous() => Describe().IsContiguous != 0;
        public long numel() => NumberOfElements;
        public long storage_offset() => Describe().Offset;
        public unsafe long[] shape => Copy(Describe().Sizes);
        public unsafe long[] stride() => Copy(Describe().Strides);

        public unsafe long size(int dim)
        {
            var info = Describe();
            var index = dim < 0 ? dim + info.Dimensions : dim;
            if (index < 0 || index >= info.Dimensions)
                throw new ArgumentOutOfRangeException(nameof(dim), dim, $"The tensor has {info.Dimensions} dimensions.");
            var result = info.Sizes[index];
            GC.KeepAlive(this);
            return result;
        }

        public unsafe Span<byte> bytes
        {
            get
            {
                var info = Describe();
                if (info.IsContiguous == 0)
                    throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
                var length = info.Elements * info.ItemSize;
                if (length > int.MaxValue)
                    throw new ArgumentException("Span only supports up to int.MaxValue elements.");
                RefuseOtherDevices(info);
                return new Span<byte>(info.Data, (int)length);
            }
            set
            {
                var target = bytes;
                if (target.Length != value.Length)
                    throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(target);
                GC.KeepAlive(this);
            }
        }

        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            if (!ElementTypes.TryGetValue(typeof(T), out var type) || type != dtype)
                throw new ArgumentException($"{typeof(T).Name} is not compatible with {dtype}");
            return new TensorAccessor<T>(this);
        }

        public T item<T>() where T : unmanaged
        {
            RefuseSeveral();
            return data<T>()[0];
        }

        public Scalar ToScalar()
        {
            RefuseSeveral();
            return Operator.CallNumber("item", this);
        }

        public override string ToString() =>
            IsInvalid ? "[disposed]" : string.Create(CultureInfo.InvariantCulture, $"[{string.Join("x", shape)}], type = {dtype}");

        internal static void RefuseOtherDevices(TensorInfo info)
        {
            if (info.Device != (short)DeviceType.CPU)
                throw new InvalidOperationException(
                    "Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
        }

        internal unsafe TensorInfo Describe()
        {
            TensorInfo info;
            Operator.Check(NativeMethods.mld_tensor_describe(Handle, &info));
            GC.KeepAlive(this);
            return info;
        }

        private void RefuseSeveral()
        {
            if (NumberOfElements != 1)
                throw new ArgumentException("Number of elements in the tensor must be 1");
        }

        // Of what libtorch keeps for each dimension, while the collector may not yet finalise this tensor.
        private unsafe long[] Copy(long* perDimension)
        {
            var result = new ReadOnlySpan<long>(perDimension, (int)Dimensions).ToArray();
            GC.KeepAlive(this);
            return result;
        }
    }
}
