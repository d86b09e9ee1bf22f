using System.Collections.Generic;
using System.IO;
using System.Linq;
using Billing.Contracts.V1;
using Google.Protobuf.Reflection;
using Loyalty.Contracts.V1;
using Shouldly;
using Testing;
using Vas.Contracts.V1;
using Xunit;

namespace Platform.Tests.Contracts;

/// <summary>What gRPC puts on the wire: services, methods, and each field's number and type, approved as a file.</summary>
public sealed class ApprovedProtos
{
    private static readonly FileDescriptor[] Files =
    [
        AccountLookupReflection.Descriptor,
        ChargesReflection.Descriptor,
        CreditsReflection.Descriptor,
        TierLookupReflection.Descriptor,
        ServiceLookupReflection.Descriptor,
        PartnerEndpointLookupReflection.Descriptor,
    ];

    public static TheoryData<string> EveryFile() => [.. Files.Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(EveryFile))]
    public void A_proto_is_on_the_wire_what_was_approved(string name)
    {
        var path = Repository.File(
            "tests",
            "Platform.Tests",
            "Contracts",
            "Approved",
            $"{Path.GetFileNameWithoutExtension(name)}.txt"
        );
        var approved = File.Exists(path) ? File.ReadAllText(path).Trim() : "(no approved file)";

        string.Join('\n', Lines(Files.Single(file => file.Name == name))).ShouldBe(approved);
    }

    private static IEnumerable<string> Lines(FileDescriptor file)
    {
        foreach (var method in file.Services.SelectMany(service => service.Methods))
        {
            yield return $"rpc {method.FullName}({method.InputType.FullName}) returns {method.OutputType.FullName}";
        }

        foreach (var field in file.MessageTypes.SelectMany(message => message.Fields.InFieldNumberOrder()))
        {
            var many = field.IsRepeated ? "repeated " : "";
            var type = field.FieldType == FieldType.Message ? field.MessageType.FullName : $"{field.FieldType}";
            yield return $"{field.FullName} = {field.FieldNumber}: {many}{type}";
        }
    }
}
