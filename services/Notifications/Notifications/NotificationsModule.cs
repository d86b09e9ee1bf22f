using System;
using System.Linq;
using System.Threading;
using ApiConventions;
using ApiConventions.Hub;
using ApiConventions.OpenApi;
using ApiConventions.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Notifications.Channels;
using Notifications.Contracts.Events.V1;
using Notifications.Data;
using Notifications.Features;
using ServiceDefaults.Data;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using Vas.Contracts.V1;

namespace Notifications;

/// <summary>Everything Notifications offers, hears and does by itself, listed once.</summary>
internal static class NotificationsModule
{
    public static WebApplicationBuilder AddNotifications(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<NotificationsDb>(migrationsOf: typeof(Conventions));
        builder.AddWriteConventions();
        builder.AddApiDocument(
            "notifications",
            "Tells customers what concerns them, and knows of each message what became of it."
        );
        builder.AddPolicies(NotificationPolicies.Keys);
        builder.AddTelling();
        builder.AddMessaging(
            publishes:
            [
                typeof(MessageDelivered),
                typeof(MessageFailed),
                typeof(PartnerDeliveryFailed),
                typeof(InboundMessageReceived),
                typeof(NotificationPolicyChanged),
            ],
            consumers: bus =>
            {
                bus.AddConsumer<KeepContactWhenContactChanged>();
                bus.AddBatchConsumer<KeepDeliveryWhenDeliveryRequested>();
                bus.AddTellingConsumers();
                bus.AddPolicyConsumer<NotificationPolicyChanged>();
            }
        );

        builder.Services.Configure<SmsOptions>(builder.Configuration.GetSection("Sms"));
        builder.Services.AddSingleton<ReceiptSignature>();
        builder.Services.AddSingleton<InboundSignature>();
        builder.Services.AddSingleton<GatewayRecords>();
        builder.Services.AddHttpClient<KannelSms>(http =>
        {
            http.BaseAddress = new Uri(
                builder.Configuration["services:sms-smsbox:sendsms:0"] ?? "http://127.0.0.1:13013"
            );
            http.Timeout = KannelSms.Patience;
        });
        builder.Services.AddHostedService<AddressWaitingMessages>();
        builder.Services.AddHostedService<SendDueMessages>();
        builder.Services.AddHostedService<SettleMessagesInDoubt>();

        builder.Services.Configure<PartnerNetworks>(builder.Configuration.GetSection(PartnerNetworks.Section));
        builder.Services.AddSingleton<PartnerAddresses>();
        builder.Services.AddSingleton<PartnerNetwork>();
        builder.Services.AddSingleton(_ => WebhookSecrets.From(builder.Configuration));
        builder
            .Services.AddHttpClient<PartnerWebhook>(http => http.Timeout = PartnerWebhook.Timeout)
            .ConfigurePrimaryHttpMessageHandler(services =>
                PartnerWebhook.Connections(services.GetRequiredService<PartnerNetwork>())
            )
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // its connections renew themselves
            .RemoveAllLoggers(); // they would tell the partner's whole address, which may be a secret
        if (builder.Configuration["services:vas:grpc:0"] is not null)
        {
            builder.AddServiceClient<PartnerEndpointLookup.PartnerEndpointLookupClient>("vas");
        }

        builder.Services.AddScoped<EndpointInquiry>();
        builder.Services.AddSingleton<DeliverySignal>();
        builder.Services.AddSingleton<RecordAttempts>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RecordAttempts>()); // stops after those below
        builder.Services.AddHostedService<SendDueDeliveries>();
        builder.Services.AddHostedService<ResendLostDeliveries>();
        return builder;
    }

    public static WebApplication MapNotifications(this WebApplication app)
    {
        // A missing key or a broken network fails the start and not the first delivery.
        _ = app.Services.GetRequiredService<WebhookSecrets>();
        _ = app.Services.GetRequiredService<PartnerNetwork>();

        RecordReceipt.Map(app);
        ReceiveInboundMessage.Map(app);

        var messages = app.MapGroup(CommunicationMessageView.Root).WithResourceConventions();
        ListMessages.Map(messages);
        GetMessage.Map(messages);

        var deliveries = app.MapGroup(DeliveryView.Root).WithResourceConventions(VersionOf);
        ListDeliveries.Map(deliveries);
        GetDelivery.Map(deliveries);
        ReplayDelivery.Map(deliveries);
        app.MapTelling();
        app.MapGroup("/api/notifications/v1").WithResourceConventions().MapPolicies();
        app.MapParkedEvents("notifications");
        app.MapApiDocument();
        return app;
    }

    private static IQueryable<long> VersionOf(IServiceProvider services, Guid delivery) =>
        services
            .GetRequiredService<NotificationsDb>()
            .Deliveries.VisibleTo(services.GetRequiredService<Caller>())
            .Where(found => found.Id == delivery)
            .Select(found => found.Version);
}
