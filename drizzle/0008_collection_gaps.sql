CREATE TABLE "collection_gaps" (
	"integration_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"lost_from" timestamp with time zone NOT NULL,
	"lost_until" timestamp with time zone NOT NULL,
	"run_id" uuid NOT NULL,
	"noted_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "collection_gaps_integration_id_stream_lost_from_pk" PRIMARY KEY("integration_id","stream","lost_from")
);
