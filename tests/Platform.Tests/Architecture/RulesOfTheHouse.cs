using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Shouldly;
using Testing;
using Xunit;

namespace Platform.Tests.Architecture;

/// <summary>design.md, "The house".</summary>
public sealed class RulesOfTheHouse
{
    public static TheoryData<string> EveryService() => [.. House.Services];

    [Fact]
    public void Contracts_are_leaves()
    {
        foreach (var contracts in House.Contracts)
        {
            House.ReferencesAmongOurs(contracts).ShouldBeEmpty(contracts);
        }
    }

    [Fact]
    public void Shared_projects_do_not_lean_on_each_other()
    {
        House.ReferencesAmongOurs("Rules").ShouldBeEmpty();
        House.ReferencesAmongOurs("ServiceDefaults").ShouldBe(["Rules"]);
        House.ReferencesAmongOurs("ApiConventions").ShouldBe(["Rules"]);
    }

    [Theory]
    [MemberData(nameof(EveryService))]
    public void A_service_sees_another_only_through_its_contracts(string service) =>
        House.ReferencesAmongOurs(service).ShouldBeSubsetOf([.. House.Shared, .. House.Contracts]);

    [Theory]
    [MemberData(nameof(EveryService))]
    public void A_domain_refers_to_the_base_library_to_Rules_and_to_itself_only(string service)
    {
        var strangers =
            from type in House.TypesIn(House.Read(service), $"{service}.Domain")
            from mentioned in House.MentionedBy(type)
            where !IsBaseLibrary(mentioned) && mentioned.Namespace is not ("Rules" or "") && !IsOwn(mentioned, service)
            select $"{type.FullName} mentions {mentioned.FullName}";

        strangers.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(EveryService))]
    public void Every_route_consumer_sweep_and_grpc_service_is_listed_in_a_module(string service)
    {
        var module = House.Read(service);
        var listed = module
            .Types.Where(type => type.Namespace == service && type.Name.EndsWith("Module", StringComparison.Ordinal))
            .SelectMany(House.MentionedBy)
            .Select(type => type.FullName)
            .ToHashSet(StringComparer.Ordinal);
        var toList = House.TypesIn(module, $"{service}.Features").Where(type => !type.IsAbstract || type.IsSealed);

        toList.Where(IsListable).Select(type => type.FullName).Where(name => !listed.Contains(name)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(EveryService))]
    public void Every_request_record_is_public_because_validation_skips_others(string service) =>
        House
            .TypesIn(House.Read(service), $"{service}.Features")
            .Where(type => type.Name.EndsWith("Request", StringComparison.Ordinal) && !type.IsPublic)
            .Select(type => type.FullName)
            .ShouldBeEmpty();

    [Fact]
    public void No_event_is_declared_twice()
    {
        var names = House.Contracts.SelectMany(EventsOf).Select(type => type.Name).ToList();

        names.ShouldNotBeEmpty();
        names.ShouldBeUnique();
    }

    [Fact]
    public void Events_are_sealed_and_hold_primitives_and_strings_only()
    {
        var allowed = new[] { "Guid", "String", "Int32", "Int64", "Decimal", "Boolean", "DateTimeOffset", "DateOnly" };
        var others =
            from contracts in House.Contracts
            from type in EventsOf(contracts)
            from property in type.Properties
            where property.Name != "EqualityContract" && !allowed.Contains(Bare(property.PropertyType).Name)
            select $"{type.FullName}.{property.Name}";

        others.ShouldBeEmpty();
        House.Contracts.SelectMany(EventsOf).ShouldAllBe(type => type.IsSealed);
    }

    [Fact]
    public void There_is_no_junk_drawer()
    {
        var drawers = new[] { "Common", "Shared", "Utils", "Helpers", "BuildingBlocks" };
        var source = new[]
        {
            "AppHost",
            "ServiceDefaults",
            "Rules",
            "ApiConventions",
            "gateway",
            "services",
            "hosting",
        };

        source
            .SelectMany(top => Directory.EnumerateDirectories(Repository.File(top), "*", SearchOption.AllDirectories))
            .Where(folder => drawers.Contains(Path.GetFileName(folder)))
            .ShouldBeEmpty();
    }

    [Fact]
    public void No_type_is_named_after_a_pattern_instead_of_what_it_does()
    {
        var patterns = new[] { "Manager", "Helper", "Helpers", "Utils", "Impl", "Dto", "Handler" };
        var named =
            from assembly in House.All
            from type in House.Read(assembly).Types
            where patterns.Any(pattern => type.Name.EndsWith(pattern, StringComparison.Ordinal))
            select type.FullName;

        named.ShouldBeEmpty();
    }

    private static IEnumerable<TypeDefinition> EventsOf(string contracts) =>
        House
            .Read(contracts)
            .Types.Where(type => type.Namespace.StartsWith($"{contracts}.Events.", StringComparison.Ordinal));

    private static TypeReference Bare(TypeReference type) =>
        type is GenericInstanceType { Name: "Nullable`1" } nullable ? nullable.GenericArguments[0] : type;

    private static bool IsBaseLibrary(TypeReference type) =>
        type.Scope.Name.StartsWith("System", StringComparison.Ordinal) || type.IsGenericParameter;

    private static bool IsOwn(TypeReference type, string service) =>
        House.IsIn(type.Namespace, $"{service}.Domain") || type.DeclaringType is not null;

    /// <summary>Also by way of a base of the service's own.</summary>
    private static bool WorksByItself(TypeDefinition type) =>
        type.BaseType is { } known
        && (
            known.Name is "Sweep" or "BackgroundService"
            || (known.GetElementType() is TypeDefinition own && WorksByItself(own))
        );

    /// <summary>A use case has a static Map; consumers, sweeps and gRPC services show it by what they are.</summary>
    private static bool IsListable(TypeDefinition type) =>
        type.Methods.Any(method => method is { Name: "Map", IsStatic: true })
        || type.Interfaces.Any(i => i.InterfaceType.Name == "IConsumer`1")
        || WorksByItself(type)
        || (type.BaseType is not null && type.BaseType.Name.EndsWith("Base", StringComparison.Ordinal));
}
