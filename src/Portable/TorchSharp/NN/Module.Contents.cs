namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            public virtual IEnumerable<(string name, Module module)> named_children() => _modules;

            /// <summary>Every module below this one.</summary>
            public virtual IEnumerable<Module> modules() =>
                _modules.Select(m => m.Value).Concat(_modules.SelectMany(m => m.Value.modules()));

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                Distinct(_parameters.Concat(recurse ? OfChildren(c => c.named_parameters()) : []));

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(
                bool recurse = true, bool include_nonpersistent = true) =>
                Distinct(_buffers.Where(b => b.Persistent || include_nonpersistent).Select(b => (b.Name, b.Value))
                    .Concat(recurse ? OfChildren(c => c.named_buffers(true, include_nonpersistent)) : []));

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual Parameter? get_parameter(string target)
            {
                // A module's own comes first, and quickly: every forward call asks for it.
                foreach (var (name, value) in _parameters)
                {
                    if (name == target)
                        return value;
                }

                return named_parameters().FirstOrDefault(p => p.name == target).parameter;
            }

            public virtual Tensor? get_buffer(string target)
            {
                foreach (var (name, value, _) in _buffers)
                {
                    if (name == target)
                        return value;
                }

                return named_buffers().FirstOrDefault(b => b.name == target).buffer;
            }

            /// <summary>All parameters and persistent buffers by name: the tensors themselves, not copies.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (key, parameter) in named_parameters())
                    destination.TryAdd(start + key, parameter);
                foreach (var (key, buffer) in named_buffers(include_nonpersistent: false))
                    destination.TryAdd(start + key, buffer);
                return destination;
            }

            /// <summary>Copies values into the parameters and buffers of the same names.</summary>
            /// <exception cref="InvalidOperationException">The names differ, and <paramref name="strict"/> is true.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var target = state_dict();
                var missing = target.Keys.Except(source.Keys).Except(skip ?? []).ToList();
                var unexpected = source.Keys.Except(target.Keys).Except(skip ?? []).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary.");
                using (no_grad())
                {
                    foreach (var key in source.Keys.Intersect(target.Keys).Except(skip ?? []))
                        target[key].copy_(source[key]);
                }

                return (missing, unexpected);
            }

            private IEnumerable<(string Name, T Value)> OfChildren<T>(Func<Module, IEnumerable<(string Name, T Value)>> parts) =>
                _modules.SelectMany(child => parts(child.Value).Select(part => ($"{child.Name}.{part.Name}", part.Value)));

            // A tensor that is registered twice, tied weights say, counts once; one that has been disposed of does not count.
            private static IEnumerable<(string Name, T Value)> Distinct<T>(IEnumerable<(string Name, T Value)> items)
                where T : Tensor =>
                items.Where(item => !item.Value.IsInvalid).DistinctBy(item => item.Value.Handle);
        }
    }
}
