using System;
using System.Collections.Generic;
using System.Linq;
using ApiConventions.Resources;
using Billing.Contracts.V1;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Features.Subscriptions;

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
        typeof(ConsentHeadSigned),
        typeof(ServiceCharged),
        typeof(ChargeRefused),
        typeof(InquiryAnswered),
    ];

    public static void AddSubscriptions(this WebApplicationBuilder builder)
    {
        builder.AddServiceClient<AccountLookup.AccountLookupClient>("billing");
        builder.AddServiceClient<Charges.ChargesClient>("billing", asService: true);
        builder.Services.AddSingleton<ReplyNumbers>();
        builder.Services.AddSingleton<ConsentKey>();
        builder.Services.AddScoped<LineInquiry>();
        builder.Services.AddScoped<SubscriptionIntake>();
        builder.Services.AddScoped<DecideCharges>();
        builder.Services.AddScoped<ChargePosting>();
        builder.Services.AddScoped<EndManySubscriptions>();
        builder.Services.AddHostedService<LapseExpiredPrompts>();
        builder.Services.AddHostedService<RenewDueSubscriptions>();
        builder.Services.AddHostedService<EndIdleSubscriptions>();
        builder.Services.AddHostedService<EndTrials>();
        builder.Services.AddHostedService<EndSubscriptionsOfExitedProviders>();
        builder.Services.AddHostedService<PostPendingCharges>();
        builder.Services.AddHostedService<SignConsentHeads>();
    }

    public static void AddSubscriptionsConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<TakeAnswerWhenInboundMessageReceived>();
        bus.AddConsumer<AnswerInquiryWhenInboundMessageReceived>();
        bus.AddConsumer<EndSubscriptionsWhenLineTerminated>();
        bus.AddConsumer<EndSubscriptionsWhenAccountClosed>();
    }

    public static void MapSubscriptions(this WebApplication app)
    {
        var subscriptions = app.MapGroup(SubscriptionView.Root).WithResourceConventions(VersionOf);
        RequestSubscription.Map(subscriptions);
        ListSubscriptions.Map(subscriptions);
        GetSubscription.Map(subscriptions);
        EndSubscription.Map(subscriptions);

        var products = app.MapGroup(ProductView.Root).WithResourceConventions(VersionOf);
        OrderProduct.Map(products);
        ListProducts.Map(products);
        GetProduct.Map(products);
        PatchProduct.Map(products);

        ChargeCustomer.Map(app.MapGroup(ChargeView.Root)); // has a key of its own,
        ChargeCustomers.Map(app.MapGroup(ChargeBatchView.Root)); // and so has each of many
        var charges = app.MapGroup(ChargeView.Root).WithResourceConventions();
        ListCharges.Map(charges);
        GetCharge.Map(charges);
        ListChargeRefusals.Map(app.MapGroup("/api/vas/v1").WithResourceConventions());
    }

    private static IQueryable<long> VersionOf(IServiceProvider services, Guid id) =>
        services
            .GetRequiredService<VasDb>()
            .Subscriptions.VisibleTo(services.GetRequiredService<Caller>())
            .Where(it => it.Id == id)
            .Select(it => it.Version);
}
