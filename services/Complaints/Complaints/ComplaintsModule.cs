using System;
using System.Linq;
using ApiConventions;
using ApiConventions.Hub;
using ApiConventions.OpenApi;
using ApiConventions.Resources;
using Billing.Contracts.V1;
using Complaints.Contracts.Events.V1;
using Complaints.Data;
using Complaints.Features;
using Loyalty.Contracts.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Notifications.Contracts.Events.V1;
using ServiceDefaults.Data;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using Vas.Contracts.V1;

namespace Complaints;

/// <summary>Everything Complaints offers, hears and does by itself, listed once.</summary>
internal static class ComplaintsModule
{
    public static WebApplicationBuilder AddComplaints(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<ComplaintsDb>(migrationsOf: typeof(Conventions));
        builder.AddWriteConventions();
        builder.AddApiDocument(
            "complaints",
            "Takes cases of every channel, owns each until it is closed, and tells who did what and when."
        );
        builder.AddPolicies(ComplaintPolicies.Keys);
        builder.AddMessaging(
            publishes:
            [
                typeof(ComplaintOpened),
                typeof(ComplaintAcknowledged),
                typeof(ComplaintEscalated),
                typeof(ComplaintResolved),
                typeof(CallbackDue),
                typeof(ComplaintReopened),
                typeof(ComplaintClosed),
                typeof(FindingRecorded),
                typeof(FindingChanged),
                typeof(StepDueSoon),
                typeof(StepOverdue),
                typeof(ComplaintPolicyChanged),
                typeof(DeliveryRequested),
            ],
            consumers: bus =>
            {
                bus.AddConsumer<AcknowledgeComplaintWhenMessageDelivered>();
                bus.AddConsumer<EndSubscriptionWhenPartnerDeliveryFailed>();
                bus.AddConsumer<OpenComplaintWhenRestoreGuaranteeMissed>();
                bus.AddConsumer<RecordCompensationWhenCompensationGranted>();
                bus.AddConsumer<RecordCompensationWhenCompensationClawedBack>();
                bus.AddPolicyConsumer<ComplaintPolicyChanged>();
            }
        );
        builder.Services.AddSingleton<IInterceptor, TellSubscribersAtSave>();
        builder.AddServiceClient<AccountLookup.AccountLookupClient>("billing");
        builder.AddServiceClient<Credits.CreditsClient>("billing");
        builder.Services.AddScoped<AccountInquiry>();
        if (builder.Configuration["services:loyalty:grpc:0"] is not null)
        {
            builder.AddServiceClient<TierLookup.TierLookupClient>("loyalty");
        }

        if (builder.Configuration["services:vas:grpc:0"] is not null)
        {
            builder.AddServiceClient<ServiceLookup.ServiceLookupClient>("vas");
        }

        builder.Services.AddScoped<TierInquiry>();
        builder.Services.AddScoped<ServiceInquiry>();
        builder.Services.AddScoped<CompensationGrants>();
        builder.Services.AddHostedService<VerifyDueAccounts>();
        builder.Services.AddHostedService<AskDueTiers>();
        builder.Services.AddHostedService<FireDueClocks>();
        builder.Services.AddHostedService<AdoptBetterLimits>();
        builder.Services.AddValidation();
        return builder;
    }

    public static WebApplication MapComplaints(this WebApplication app)
    {
        var tickets = app.MapGroup(TroubleTicketView.Root).WithResourceConventions(VersionOf, exactFields: true);
        ListComplaints.Map(tickets);
        OpenComplaint.Map(tickets);
        GetComplaint.Map(tickets);
        PatchComplaint.Map(tickets);
        DeleteComplaint.Map(tickets);

        var actions = app.MapGroup("/api/complaints/v1/troubleTickets").WithResourceConventions(VersionOf);
        StartComplaint.Map(actions);
        AcknowledgeComplaint.Map(actions);
        TellResult.Map(actions);
        EscalateComplaint.Map(actions);
        RecordCallback.Map(actions);
        ListCallbacks.Map(actions);
        RecordFinding.Map(actions);
        ListFindings.Map(actions);
        WithdrawComplaint.Map(actions);
        CompensateComplaint.Map(actions);
        GetClocks.Map(actions);
        GetHistory.Map(actions);
        var service = app.MapGroup("/api/complaints/v1").WithResourceConventions();
        ListQueue.Map(service);
        service.MapPolicies();
        app.MapHub(TellSubscribersAtSave.Api).RequireRoles([Roles.Customer, Roles.Channel, .. Roles.CaseStaff]);
        app.MapParkedEvents("complaints");
        app.MapApiDocument();
        return app;
    }

    private static IQueryable<long> VersionOf(IServiceProvider services, Guid id) =>
        services
            .GetRequiredService<ComplaintsDb>()
            .Complaints.VisibleTo(services.GetRequiredService<Caller>())
            .Where(complaint => complaint.Id == id)
            .Select(complaint => complaint.Version);
}
