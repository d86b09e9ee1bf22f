using System;
using System.Linq;
using ApiConventions;
using ApiConventions.OpenApi;
using ApiConventions.Resources;
using Billing.Contracts.V1;
using Complaints.Contracts.Events.V1;
using Complaints.Data;
using Complaints.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Data;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;

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
        builder.AddMessaging(publishes: [typeof(ComplaintOpened)], consumers: _ => { });
        builder.AddServiceClient<AccountLookup.AccountLookupClient>("billing");
        builder.Services.AddScoped<AccountInquiry>();
        builder.Services.AddHostedService<VerifyDueAccounts>();
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

        var actions = app.MapGroup("/api/complaints/v1/troubleTickets").WithResourceConventions(VersionOf);
        StartComplaint.Map(actions);
        WithdrawComplaint.Map(actions);
        GetHistory.Map(actions);
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
