#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A task of a Slurm job array: sbatch --array=0-3 slurm.sh 4
#SBATCH --job-name=pathproof
#SBATCH --output=shard-%a.log
#SBATCH --requeue
exec ./shard.sh "$SLURM_ARRAY_TASK_ID" "$1"
