using System;
using ApiConventions;
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
        builder.AddMessaging(
            publishes: [typeof(MessageDelivered), typeof(MessageFailed)],
            consumers: bus =>
            {
                bus.AddConsumer<KeepContactWhenContactChanged>();
                bus.AddConsumer<AcknowledgeCaseWhenComplaintOpened>();
            }
        );

        builder.Services.Configure<SmsOptions>(builder.Configuration.GetSection("Sms"));
        builder.Services.AddSingleton<ReceiptSignature>();
        builder.Services.AddSingleton<GatewayRecords>();
        builder.Services.AddHttpClient<KannelSms>(http =>
        {
            http.BaseAddress = new Uri(
                builder.Configuration["services:sms-smsbox:sendsms:0"] ?? "http://127.0.0.1:13013"
            );
            http.Timeout = TimeSpan.FromSeconds(10); // below the claim, so that an answer is recorded by who asked
        });
        builder.Services.AddHostedService<AddressWaitingMessages>();
        builder.Services.AddHostedService<SendDueMessages>();
        builder.Services.AddHostedService<SettleMessagesInDoubt>();
        return builder;
    }

    public static WebApplication MapNotifications(this WebApplication app)
    {
        RecordReceipt.Map(app);

        var messages = app.MapGroup(CommunicationMessageView.Root).WithResourceConventions();
        ListMessages.Map(messages);
        GetMessage.Map(messages);
        app.MapParkedEvents("notifications");
        app.MapApiDocument();
        return app;
    }
}
