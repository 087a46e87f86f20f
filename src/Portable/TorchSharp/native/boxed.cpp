// Calls any ATen operator by name through libtorch's boxed dispatcher, and does the few things that are not operators.
//
// The managed side (Native/*.cs) declares the same structures. Rules of this boundary:
//   - a tensor is a TensorImpl* that owns one reference; null is an undefined tensor; mld_tensor_release gives it back;
//   - every function returns null, or an error message that mld_free gives back; no exception crosses;
//   - only ATen headers that exist from libtorch 1.13 to 2.x are used, so one source serves them all, CPU or CUDA.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/api/include/torch/version.h>

#include <cstdlib>
#include <cstring>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 5)
template <typename T> using Optional = std::optional<T>;
#else
template <typename T> using Optional = c10::optional<T>;
#endif

enum Tag : int64_t {
  kNone, kTensor, kInt, kDouble, kBool, kString, kDevice, kGenerator, kDefault,
  kIntList, kTensorList
};

struct Value {
  int64_t tag;
  union { int64_t i; double d; const void* p; };
  int64_t length;  // of lists and strings; the index of a device
};

// What a call needs to know of one argument, read once from the schema.
struct Parameter {
  c10::TypeKind kind;     // of the type without its Optional
  c10::TypeKind element;  // of a list's elements without their Optional
  bool optional;
  Optional<c10::IValue> fallback;
  std::string name;
};

struct Operator {
  c10::OperatorHandle handle;
  std::vector<Parameter> parameters;
};

char* copy(const std::string& text) { return strdup(text.c_str()); }

template <typename F>
char* guarded(F&& body) noexcept {
  try {
    body();
    return nullptr;
  } catch (const c10::Error& e) {
    return copy(e.what_without_backtrace());
  } catch (const std::exception& e) {
    return copy(e.what());
  } catch (...) {
    return copy("libtorch threw something that is not a std::exception.");
  }
}

at::Tensor borrow(const void* p) {
  if (p == nullptr) return at::Tensor();
  return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(
      static_cast<c10::TensorImpl*>(const_cast<void*>(p))));
}

c10::TensorImpl* give(at::Tensor tensor) {
  return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

c10::TypePtr withoutOptional(const c10::TypePtr& type) {
  const auto optional = type->cast<c10::OptionalType>();
  return optional ? optional->getElementType() : type;
}

Parameter describe(const c10::Argument& argument) {
  const auto type = withoutOptional(argument.type());
  Parameter parameter{type->kind(), c10::TypeKind::AnyType, argument.type()->kind() == c10::TypeKind::OptionalType,
                      argument.default_value(), argument.name()};
  if (const auto list = type->cast<c10::ListType>()) parameter.element = withoutOptional(list->getElementType())->kind();
  return parameter;
}

template <typename T>
c10::IValue integers(const Value& v) {
  const auto* items = static_cast<const int64_t*>(v.p);
  c10::List<T> result;
  result.reserve(v.length);
  for (int64_t k = 0; k < v.length; ++k) result.push_back(static_cast<T>(items[k]));
  return c10::IValue(std::move(result));
}

c10::IValue tensors(const Value& v) {
  const auto* items = static_cast<void* const*>(v.p);
  c10::List<at::Tensor> result;
  result.reserve(v.length);
  for (int64_t k = 0; k < v.length; ++k) result.push_back(borrow(items[k]));
  return c10::IValue(std::move(result));
}

// Turns a tagged value into what the schema asks for: C# has one integer and one floating-point tag, ATen's parameters
// are int, float, Scalar, or lists that one number may stand for.
c10::IValue box(const Value& v, const Parameter& parameter) {
  using c10::TypeKind;
  switch (v.tag) {
    case kDefault:
      TORCH_CHECK(parameter.fallback.has_value(), "Argument '", parameter.name, "' has no default value.");
      return *parameter.fallback;
    case kNone:
      if (parameter.kind == TypeKind::TensorType && !parameter.optional) return c10::IValue(at::Tensor());
      return c10::IValue();
    case kTensor: return c10::IValue(borrow(v.p));
    case kInt:
      if (parameter.kind == TypeKind::FloatType) return c10::IValue(static_cast<double>(v.i));
      if (parameter.kind == TypeKind::BoolType) return c10::IValue(v.i != 0);
      if (parameter.kind == TypeKind::ListType) {
        const Value one{kIntList, {}, 1};
        Value single = one;
        single.p = &v.i;
        return box(single, parameter);
      }
      return c10::IValue(v.i);
    case kDouble:
      TORCH_CHECK(parameter.kind == TypeKind::FloatType || parameter.kind == TypeKind::NumberType,
                  "Argument '", parameter.name, "' does not take a floating-point number.");
      return c10::IValue(v.d);
    case kBool: return c10::IValue(v.i != 0);
    case kString: return c10::IValue(std::string(static_cast<const char*>(v.p), static_cast<size_t>(v.length)));
    case kDevice:
      return c10::IValue(c10::Device(static_cast<c10::DeviceType>(v.i), static_cast<c10::DeviceIndex>(v.length)));
    case kGenerator:
      TORCH_CHECK(v.p != nullptr, "The generator has been disposed of.");
      return c10::IValue(*static_cast<const at::Generator*>(v.p));
    case kIntList:
      return parameter.element == TypeKind::FloatType ? integers<double>(v) : integers<int64_t>(v);
    case kTensorList: return tensors(v);
  }
  TORCH_CHECK(false, "Unknown argument tag ", v.tag, ".");
}

// The list of handles is malloc'ed; mld_free gives it back once the managed side has taken the handles over.
Value unbox(c10::IValue&& value) {
  Value result{kNone, {}, 0};
  if (value.isTensor()) {
    result.p = give(std::move(value).toTensor());
    result.tag = kTensor;
  } else if (value.isBool()) {
    result.i = value.toBool();
    result.tag = kBool;
  } else if (value.isInt()) {
    result.i = value.toInt();
    result.tag = kInt;
  } else if (value.isDouble()) {
    result.d = value.toDouble();
    result.tag = kDouble;
  } else if (value.isTensorList()) {
    auto items = value.toTensorVector();
    auto** handles = static_cast<void**>(std::malloc(sizeof(void*) * (items.size() + 1)));
    for (size_t k = 0; k < items.size(); ++k) handles[k] = give(std::move(items[k]));
    result.p = handles;
    result.tag = kTensorList;
    result.length = static_cast<int64_t>(items.size());
  } else {
    TORCH_CHECK(value.isNone(), "A result of type ", value.tagKind(), " cannot be passed on.");
  }
  return result;
}

}  // namespace

// Operators. A found operator lives as long as the process, so the caller may keep it.

EXPORT char* mld_operator_find(const char* name, const char* overload, void** result) {
  return guarded([&] {
    const auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    TORCH_CHECK(handle.has_value(), "libtorch ", TORCH_VERSION, " has no operator '", name,
                *overload ? "." : "", overload, "'.");
    auto* found = new Operator{*handle, {}};
    for (const auto& argument : handle->schema().arguments()) found->parameters.push_back(describe(argument));
    *result = found;
  });
}

// Trailing arguments that are left out take the schema's defaults. At most `capacity` results are handed over, the rest
// dropped: an in-place call passes 0, for its result is its first argument.
EXPORT char* mld_operator_call(void* op, const Value* arguments, int32_t count, Value* results, int32_t capacity) {
  return guarded([&] {
    const auto& target = *static_cast<const Operator*>(op);
    const auto total = target.parameters.size();
    TORCH_CHECK(static_cast<size_t>(count) <= total, "'", target.handle.operator_name(), "' takes at most ", total,
                " arguments, but was given ", count, ".");
    std::vector<c10::IValue> stack;
    stack.reserve(total + 1);
    const Value missing{kDefault, {}, 0};
    for (size_t k = 0; k < total; ++k)
      stack.push_back(box(k < static_cast<size_t>(count) ? arguments[k] : missing, target.parameters[k]));
    target.handle.callBoxed(stack);
    for (size_t k = 0; k < stack.size() && k < static_cast<size_t>(capacity); ++k) results[k] = unbox(std::move(stack[k]));
  });
}

// Tensors.

struct TensorInfo {
  void* data;
  int64_t elements;
  int64_t offset;
  int64_t dimensions;
  const int64_t* sizes;    // owned by the tensor
  const int64_t* strides;  // owned by the tensor
  int32_t dtype;
  int32_t itemsize;
  int16_t device;
  uint8_t contiguous;
  uint8_t requires_grad;
  uint8_t leaf;
};

EXPORT void mld_tensor_release(void* tensor) {
  c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(static_cast<c10::TensorImpl*>(tensor));
}

EXPORT char* mld_tensor_describe(void* tensor, TensorInfo* info) {
  return guarded([&] {
    const auto t = borrow(tensor);
    const bool strided = t.layout() == at::kStrided;
    const bool stored = strided && t.has_storage();
    info->data = stored ? t.data_ptr() : nullptr;
    info->elements = t.numel();
    info->offset = stored ? t.storage_offset() : 0;
    info->dimensions = t.dim();
    info->sizes = t.sizes().data();
    info->strides = strided ? t.strides().data() : nullptr;
    info->dtype = static_cast<int32_t>(t.scalar_type());
    info->itemsize = static_cast<int32_t>(t.dtype().itemsize());
    info->device = static_cast<int16_t>(t.device().type());
    info->contiguous = strided && t.is_contiguous();
    info->requires_grad = t.requires_grad();
    info->leaf = t.is_leaf();
  });
}

// `deleter(context)` is called when the last tensor on the memory is gone, on whichever thread that is.
EXPORT char* mld_tensor_from_blob(void* data, const int64_t* sizes, int64_t dimensions, int32_t dtype,
                                  void (*deleter)(void*), void* context, void** result) {
  return guarded([&] {
    const auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype));
    const at::IntArrayRef shape(sizes, static_cast<size_t>(dimensions));
    *result = give(at::from_blob(data, shape, [=](void*) { deleter(context); }, options));
  });
}

// Autograd.

EXPORT char* mld_tensor_set_requires_grad(void* tensor, int32_t value) {
  return guarded([&] { borrow(tensor).set_requires_grad(value != 0); });
}

EXPORT char* mld_tensor_grad(void* tensor, void** result) {
  return guarded([&] { *result = give(borrow(tensor).grad()); });
}

EXPORT char* mld_tensor_set_grad(void* tensor, void* grad) {
  return guarded([&] {
    const auto t = borrow(tensor), g = borrow(grad);
    if (g.defined()) {
      TORCH_CHECK(g.sizes() == t.sizes(), "A gradient of shape ", g.sizes(), " does not fit a tensor of shape ", t.sizes(), ".");
      TORCH_CHECK(g.scalar_type() == t.scalar_type(), "A gradient of type ", g.scalar_type(),
                  " does not fit a tensor of type ", t.scalar_type(), ".");
      TORCH_CHECK(g.device() == t.device(), "A gradient on ", g.device(), " does not fit a tensor on ", t.device(), ".");
    }
    t.mutable_grad() = g;
  });
}

EXPORT char* mld_tensor_backward(void* tensor, void* gradient, int32_t retain_graph, int32_t create_graph,
                                 void* const* inputs, int64_t count) {
  return guarded([&] {
    std::vector<at::Tensor> targets;
    for (int64_t k = 0; k < count; ++k) targets.push_back(borrow(inputs[k]));
    Optional<at::TensorList> only;
    if (!targets.empty()) only = at::TensorList(targets);
    borrow(tensor).backward(borrow(gradient), retain_graph != 0, create_graph != 0, only);
  });
}

EXPORT int32_t mld_grad_mode(void) { return c10::GradMode::is_enabled(); }
EXPORT void mld_set_grad_mode(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

// Generators. Each is a heap-allocated at::Generator, so that an operator's argument can point at it.

EXPORT char* mld_generator_new(int64_t seed, void** result) {
  return guarded([&] { *result = new at::Generator(at::detail::createCPUGenerator(static_cast<uint64_t>(seed))); });
}

EXPORT char* mld_generator_default(void** result) {
  return guarded([&] { *result = new at::Generator(at::detail::getDefaultCPUGenerator()); });
}

EXPORT void mld_generator_release(void* generator) { delete static_cast<at::Generator*>(generator); }

// Generators have a lock of their own, which operators take too.
EXPORT char* mld_generator_set_seed(void* generator, int64_t seed) {
  return guarded([&] {
    auto& g = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    g.set_current_seed(static_cast<uint64_t>(seed));
  });
}

EXPORT int64_t mld_generator_seed(void* generator) {
  return static_cast<int64_t>(static_cast<at::Generator*>(generator)->current_seed());
}

EXPORT char* mld_generator_state(void* generator, void** result) {
  return guarded([&] {
    auto& g = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    *result = give(g.get_state());
  });
}

EXPORT char* mld_generator_set_state(void* generator, void* state) {
  return guarded([&] {
    auto& g = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    g.set_state(borrow(state));
  });
}

// The process.

EXPORT int32_t mld_num_threads(void) { return at::get_num_threads(); }
EXPORT char* mld_set_num_threads(int32_t n) { return guarded([&] { at::set_num_threads(n); }); }
EXPORT const char* mld_version(void) { return TORCH_VERSION; }
EXPORT void mld_free(void* memory) { std::free(memory); }
