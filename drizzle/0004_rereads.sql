CREATE TABLE "rereads" (
	"integration_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"target" text NOT NULL,
	"asked" bigint DEFAULT 1 NOT NULL,
	"removal" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rereads_integration_id_stream_target_pk" PRIMARY KEY("integration_id","stream","target")
);
