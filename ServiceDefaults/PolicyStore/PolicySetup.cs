using System;
using System.Collections.Generic;
using System.Reflection;
using System.Threading.Tasks;
using MassTransit;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Rules;
using ServiceDefaults.Messaging;

namespace ServiceDefaults.PolicyStore;

/// <summary>Which policies a service has.</summary>
/// <param name="Comparators">Its keys, and how the values of each compare (policies.md).</param>
/// <param name="WhyNot">Why nobody could work by a value; null when they can.</param>
/// <param name="ProfilesOf">The assembly that embeds its profiles as <c>Policies/*.json</c>.</param>
/// <param name="Changed">The service's own <c>…PolicyChanged</c> event for an approved change.</param>
public sealed record PolicyKeys(
    IReadOnlyDictionary<string, Comparator> Comparators,
    Func<PolicyVersion, string?> WhyNot,
    Assembly ProfilesOf,
    Func<PolicyChange, object> Changed
);

/// <summary>Policies are data that the service owns: seeded, changed by two persons, heard of by every replica.</summary>
public static class PolicySetup
{
    public static IHostApplicationBuilder AddPolicies(this IHostApplicationBuilder builder, PolicyKeys keys)
    {
        builder.Services.AddSingleton(keys);
        builder.Services.AddSingleton<PolicyBook>();
        builder.Services.AddScoped<PolicyProfiles>();
        builder.Services.Configure<JsonOptions>(json => json.SerializerOptions.Converters.Add(new PolicyJson()));
        builder.Services.AddValidation();
        return builder;
    }

    /// <summary>Hears of the service's own changes on a queue of this process alone, so that every replica does.</summary>
    public static void AddPolicyConsumer<TChanged>(this IBusRegistrationConfigurator bus)
        where TChanged : class =>
        bus.AddConsumer<ReadPoliciesAgain<TChanged>>()
            .Endpoint(endpoint =>
            {
                endpoint.Name = "read-policies-again";
                endpoint.InstanceId = $"{MessagingSetup.OfThisProcess}{Guid.CreateVersion7():N}";
                endpoint.Temporary = true;
            });

    /// <param name="group"><c>/api/{service}/v1</c> with the resource conventions.</param>
    public static void MapPolicies(this RouteGroupBuilder group)
    {
        ListPolicies.Map(group);
        ProposePolicyChange.Map(group);
        ListPolicyChanges.Map(group);
        ApprovePolicyChange.Map(group);
        RejectPolicyChange.Map(group);
    }
}

internal sealed class ReadPoliciesAgain<TChanged>(PolicyBook book) : IConsumer<TChanged>
    where TChanged : class
{
    public Task Consume(ConsumeContext<TChanged> context)
    {
        book.Forget();
        return Task.CompletedTask;
    }
}
