using System;
using System.Collections.Generic;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Vas.Contracts.Events.V1;

namespace Vas;

/// <summary>Second confirmation, consents, one query and one stop for all, charges and renewals (features.md V3, V4, V5).</summary>
internal static class SubscriptionsModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } =
    [
        typeof(SubscriptionRequested),
        typeof(SubscriptionConfirmed),
        typeof(SubscriptionLapsed),
        typeof(SubscriptionEnded),
        typeof(SubscriptionRenewing),
        typeof(ServiceCharged),
        typeof(ChargeRefused),
        typeof(InquiryAnswered),
    ];

    public static void AddSubscriptions(this WebApplicationBuilder builder) => _ = builder;

    public static void AddSubscriptionsConsumers(this IBusRegistrationConfigurator bus) => _ = bus;

    public static void MapSubscriptions(this WebApplication app) => _ = app;
}
