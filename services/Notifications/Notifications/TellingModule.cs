using ApiConventions.Resources;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Notifications.Features;
using Notifications.Features.Telling;
using ServiceDefaults.Messaging;

namespace Notifications;

/// <summary>What customers are told of, how it is decided, and what they say to that: all of it listed once.</summary>
internal static class TellingModule
{
    public static WebApplicationBuilder AddTelling(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<DecideSending>();
        builder.Services.AddScoped<TellCustomer>();
        builder.Services.AddHostedService<ReleaseHeldMessages>();
        builder.Services.AddValidation();
        return builder;
    }

    public static void AddTellingConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<AcknowledgeCaseWhenComplaintOpened>();
        bus.AddConsumer<TellCustomerWhenComplaintResolved>();
        bus.AddConsumer<TellCustomerWhenComplaintReopened>();
        bus.AddBatchConsumer<TellCustomerWhenComplaintClosed>();

        bus.AddBatchConsumer<TellCustomerWhenBillIssued>();
        bus.AddBatchConsumer<TellCustomerWhenPaymentReceived>();
        bus.AddConsumer<RemindCustomerWhenArrearsReminderDue>();
        bus.AddBatchConsumer<EndRemindersWhenBillPaid>();
        bus.AddConsumer<EndRemindersWhenBillReversed>();
        bus.AddConsumer<TellCustomerWhenLineSuspended>();
        bus.AddConsumer<TellCustomerWhenLineRestored>();
        bus.AddConsumer<TellCustomerWhenLineTerminated>();
        bus.AddConsumer<ApologiseWhenRestoreGuaranteeMissed>();
        bus.AddConsumer<WarnCustomerWhenUsageThresholdReached>();
        bus.AddConsumer<WarnCustomerWhenBillShockSuspected>();
        bus.AddConsumer<TellCustomerWhenPlanChanged>();
        bus.AddConsumer<TellCustomerWhenCompensationGranted>();
        bus.AddConsumer<TellCustomerWhenCompensationClawedBack>();

        bus.AddBatchConsumer<TellCustomerWhenPointsEarned>();
        bus.AddConsumer<TellCustomerWhenPointsRedeemed>();
        bus.AddConsumer<RemindCustomerWhenPointsExpiring>();
        bus.AddConsumer<TellCustomerWhenTierChanged>();
        bus.AddConsumer<RemindCustomerWhenTierEndingSoon>();

        bus.AddConsumer<AskCustomerWhenSubscriptionRequested>();
        bus.AddConsumer<TellCustomerWhenSubscriptionConfirmed>();
        bus.AddConsumer<TellCustomerWhenSubscriptionLapsed>();
        bus.AddConsumer<TellCustomerWhenSubscriptionEnded>();
        bus.AddConsumer<RemindCustomerWhenSubscriptionRenewing>();
        bus.AddBatchConsumer<TellCustomerWhenServiceCharged>();
        bus.AddConsumer<TellCustomerWhenChargeRefunded>();
        bus.AddConsumer<AnswerCustomerWhenInquiryAnswered>();
    }

    public static void MapTelling(this WebApplication app)
    {
        var accounts = app.MapGroup("/api/notifications/v1/accounts/{accountId}").WithResourceConventions();
        GetPreferences.Map(accounts);
        ChangePreferences.Map(accounts);
        ListInbox.Map(accounts);
        ReadInboxItem.Map(accounts);

        ListDecisions.Map(app.MapGroup(SendDecisionView.Root).WithResourceConventions());
    }
}
