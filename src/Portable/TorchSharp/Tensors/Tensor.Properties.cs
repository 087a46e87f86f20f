using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions => Keep(NativeMethods.mld_tensor_dimensions(Handle));

        public long ndim => Dimensions;

        public long NumberOfElements => Keep(NativeMethods.mld_tensor_elements(Handle));

        public long ElementSize => Describe().ItemSize;

        public ScalarType dtype => (ScalarType)Keep(NativeMethods.mld_tensor_dtype(Handle));

        /// <summary>The sizes of the dimensions: a fresh array.</summary>
        public unsafe long[] shape
        {
            get
            {
                var info = Describe();
                var result = new ReadOnlySpan<long>(info.Sizes, (int)info.Dimensions).ToArray();
                GC.KeepAlive(this);
                return result;
            }
        }

        public Device device
        {
            get
            {
                var info = Describe();
                return info.Device == 0 ? CPU : new Device((DeviceType)info.Device, info.DeviceIndex);
            }
        }

        public DeviceType device_type => (DeviceType)Describe().Device;

        public int device_index => Describe().DeviceIndex;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_leaf => Describe().IsLeaf != 0;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_contiguous() => Describe().IsContiguous != 0;

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_integral() => torch.is_integral(dtype);

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public long storage_offset() => Describe().Offset;

        public long[] size() => shape;

        public unsafe long size(int dim)
        {
            var info = Describe();
            var result = info.Sizes[Index(dim, info.Dimensions)];
            GC.KeepAlive(this);
            return result;
        }

        public unsafe long[] stride()
        {
            var info = Describe();
            var result = new ReadOnlySpan<long>(info.Strides, (int)info.Dimensions).ToArray();
            GC.KeepAlive(this);
            return result;
        }

        public unsafe long stride(int dim)
        {
            var info = Describe();
            var result = info.Strides[Index(dim, info.Dimensions)];
            GC.KeepAlive(this);
            return result;
        }

        internal unsafe TensorInfo Describe()
        {
            TensorInfo info;
            Operator.Check(NativeMethods.mld_tensor_describe(Handle, &info));
            GC.KeepAlive(this);
            return info;
        }

        private static long Index(long dim, long dimensions)
        {
            var index = dim < 0 ? dim + dimensions : dim;
            return index >= 0 && index < dimensions
                ? index
                : throw new ArgumentOutOfRangeException(nameof(dim), dim, $"The tensor has {dimensions} dimensions.");
        }

        // The collector may not finalise the tensor while native code still reads it.
        private T Keep<T>(T value)
        {
            GC.KeepAlive(this);
            return value;
        }
    }
}
