using System.Reflection.Metadata;

namespace Portable.Tests.Api.Reading;

/// <summary>Spells the types that appear in the arguments of custom attributes; enums are taken to be of 32 bits.</summary>
internal sealed class AttributeTypes : ICustomAttributeTypeProvider<string>
{
    /// <summary>The types of ours that an attribute's argument names with typeof.</summary>
    public static IEnumerable<string> Named(CustomAttributeTypedArgument<string> argument) => argument.Value switch
    {
        IEnumerable<CustomAttributeTypedArgument<string>> array => array.SelectMany(Named),
        string name when argument.Type == "System.Type" && Parts(name) is [var type, var assembly, ..]
            && AssembliesUnderTest.IsOne(assembly) => [type.Replace('+', '.')],
        _ => [],
    };

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "System." + typeCode;

    public string GetSystemType() => "System.Type";

    public bool IsSystemType(string type) => type == "System.Type";

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        => TypeNames.Instance.GetTypeFromDefinition(reader, handle).Id;

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        => TypeNames.Instance.GetTypeFromReference(reader, handle).Id;

    public string GetTypeFromSerializedName(string name) => name;

    public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

    private static string[] Parts(string name) => name.Split(", ", StringSplitOptions.None);
}
