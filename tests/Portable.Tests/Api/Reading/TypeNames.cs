using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Portable.Tests.Api.Reading;

/// <summary>A type in the two spellings of a listing.</summary>
/// <param name="Id">As in documentation ids: <c>A.B.C{`0}</c>.</param>
/// <param name="Full">As after the arrow: <c>A.B/C`1&lt;T&gt;</c>.</param>
/// <param name="Arity">Type parameters of each level of nesting, outermost first.</param>
internal readonly record struct TypeName(string Id, string Full, ImmutableArray<int> Arity);

/// <summary>The names of the type parameters in scope; empty where only ids are wanted.</summary>
internal sealed record GenericScope(ImmutableArray<string> OfType, ImmutableArray<string> OfMethod)
{
    public static readonly GenericScope None = new([], []);
}

/// <summary>Spells the types of metadata signatures the way the listing does.</summary>
internal sealed class TypeNames : ISignatureTypeProvider<TypeName, GenericScope>
{
    public static readonly TypeNames Instance = new();

    public TypeName GetPrimitiveType(PrimitiveTypeCode typeCode) => Plain("System." + typeCode);

    public TypeName GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind = 0)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? Nested(GetTypeFromDefinition(reader, outer), name)
            : Plain(InNamespace(reader.GetString(type.Namespace), name));
    }

    public TypeName GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind = 0)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? Nested(GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope), name)
            : Plain(InNamespace(reader.GetString(type.Namespace), name));
    }

    public TypeName GetTypeFromSpecification(
        MetadataReader reader, GenericScope scope, TypeSpecificationHandle handle, byte rawTypeKind = 0)
        => reader.GetTypeSpecification(handle).DecodeSignature(this, scope);

    public TypeName GetGenericInstantiation(TypeName definition, ImmutableArray<TypeName> arguments)
    {
        // Outer`1.Inner`1 with two arguments is spelled Outer{a}.Inner{b} in an id.
        var taken = 0;
        var segments = definition.Id.Split('.');
        var firstLevel = segments.Length - definition.Arity.Length;
        for (var level = 0; level < definition.Arity.Length; level++)
        {
            var count = definition.Arity[level];
            if (count == 0)
                continue;
            var segment = segments[firstLevel + level];
            var own = string.Join(',', arguments.Skip(taken).Take(count).Select(a => a.Id));
            segments[firstLevel + level] = $"{segment[..segment.IndexOf('`')]}{{{own}}}";
            taken += count;
        }
        var full = $"{definition.Full}<{string.Join(',', arguments.Select(a => a.Full))}>";
        return new(string.Join('.', segments), full, []);
    }

    public TypeName GetGenericTypeParameter(GenericScope scope, int index) => new("`" + index, Name(scope.OfType, index, "`"), []);

    public TypeName GetGenericMethodParameter(GenericScope scope, int index) => new("``" + index, Name(scope.OfMethod, index, "``"), []);

    public TypeName GetArrayType(TypeName element, ArrayShape shape)
        => Suffixed(element, "[" + string.Join(',', Enumerable.Repeat("0:", shape.Rank)) + "]",
            "[" + string.Join(',', Enumerable.Repeat("0...", shape.Rank)) + "]");

    public TypeName GetSZArrayType(TypeName element) => Suffixed(element, "[]", "[]");

    public TypeName GetByReferenceType(TypeName element) => Suffixed(element, "@", "&");

    public TypeName GetPointerType(TypeName element) => Suffixed(element, "*", "*");

    public TypeName GetPinnedType(TypeName element) => element;

    public TypeName GetFunctionPointerType(MethodSignature<TypeName> signature) => Plain("=FUNC");

    public TypeName GetModifiedType(TypeName modifier, TypeName unmodified, bool isRequired)
        => unmodified with { Id = $"{unmodified.Id}{(isRequired ? '|' : '!')}{modifier.Id}" };

    private static string Name(ImmutableArray<string> names, int index, string fallback)
        => index < names.Length ? names[index] : fallback + index;

    private static TypeName Suffixed(TypeName element, string id, string full) => new(element.Id + id, element.Full + full, []);

    private static TypeName Plain(string name) => new(name, name, [ArityOf(name)]);

    private static TypeName Nested(TypeName outer, string name)
        => new($"{outer.Id}.{name}", $"{outer.Full}/{name}", outer.Arity.Add(ArityOf(name)));

    private static string InNamespace(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";

    private static int ArityOf(string name)
        => name.LastIndexOf('`') is var tick and >= 0 && int.TryParse(name.AsSpan(tick + 1), out var arity) ? arity : 0;
}
