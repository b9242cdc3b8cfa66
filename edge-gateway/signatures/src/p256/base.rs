//! The odd multiples of the base point of P-256, 1·G to 63·G, in affine coordinates.
//!
//! The numbers are the coordinates themselves, big-endian words; they become field elements when this is compiled. A test
//! makes each of them again with another library.

use super::field::{Element, Packed};

/// How many bits of a scalar one digit stands for: a digit is odd and below 2^(WIDTH - 1) in size.
pub(super) const WIDTH: u32 = 7;

/// How many odd multiples that needs.
pub(super) const COUNT: usize = 1 << (WIDTH - 2);

/// x and y of (2i + 1)·G, ready to compute with.
pub(super) static BASE: [[Packed; 2]; COUNT] = {
    let mut packed = [[[0; 9]; 2]; COUNT];
    let mut i = 0;
    while i < COUNT {
        let [x, y] = COORDINATES[i];
        packed[i] = [Element::from_words(x).packed(), Element::from_words(y).packed()];
        i += 1;
    }
    packed
};

/// x and y of (2i + 1)·G.
pub(super) const COORDINATES: [[[u64; 4]; 2]; COUNT] = [
    [
        [0x6b17_d1f2_e12c_4247, 0xf8bc_e6e5_63a4_40f2, 0x7703_7d81_2deb_33a0, 0xf4a1_3945_d898_c296],
        [0x4fe3_42e2_fe1a_7f9b, 0x8ee7_eb4a_7c0f_9e16, 0x2bce_3357_6b31_5ece, 0xcbb6_4068_37bf_51f5],
    ],
    [
        [0x5ecb_e4d1_a633_0a44, 0xc8f7_ef95_1d4b_f165, 0xe6c6_b721_efad_a985, 0xfb41_661b_c6e7_fd6c],
        [0x8734_640c_4998_ff7e, 0x374b_06ce_1a64_a2ec, 0xd82a_b036_384f_b83d, 0x9a79_b127_a27d_5032],
    ],
    [
        [0x5159_0b7a_5151_40d2, 0xd784_c856_0866_8fdf, 0xef8c_82fd_1f5b_e524, 0x2155_4a0d_c3d0_33ed],
        [0xe0c1_7da8_904a_727d, 0x8ae1_bf36_bf8a_7926, 0x0d01_2f00_d4d8_0888, 0xd1d0_bb44_fda1_6da4],
    ],
    [
        [0x8e53_3b6f_a0bf_7b46, 0x25bb_3066_7c01_fb60, 0x7ef9_f8b8_a80f_ef5b, 0x3006_2870_3187_b2a3],
        [0x73eb_1dbd_e033_1836, 0x6d06_9f83_a6f5_9000, 0x53c7_3633_cb04_1b21, 0xc55e_1a86_c1f4_00b4],
    ],
    [
        [0xea68_d7b6_fedf_0b71, 0x8789_38d5_1d71_f872, 0x9e0a_cb8c_2c6d_f8b3, 0xd79e_8a4b_9094_9ee0],
        [0x2a27_44c9_72c9_fce7, 0x8701_4a96_4a8e_a0c8, 0x4d71_4fea_a4de_823f, 0xe85a_224a_4dd0_48fa],
    ],
    [
        [0x3ed1_13b7_883b_4c59, 0x0638_379d_b0c2_1cda, 0x1674_2ed0_2550_48bf, 0x4333_91d3_74bc_21d1],
        [0x9099_209a_ccc4_c8a2, 0x24c8_43af_a4f4_c68a, 0x090d_04da_5e98_89da, 0xe2f8_eefc_e82a_3740],
    ],
    [
        [0x177c_837a_e0ac_495a, 0x6180_5df2_d85e_e2fc, 0x792e_284b_65ea_d58a, 0x98e1_5d9d_4607_2c01],
        [0x63bb_58cd_4ebe_a558, 0xa240_91ad_b40f_4e72, 0x26ee_14c3_a1fb_4df3, 0x9c43_bbe2_efc7_bfd8],
    ],
    [
        [0xf045_4dc6_971a_bae7, 0xadfb_3789_9988_8265, 0xae03_af92_de3a_0ef1, 0x6366_8c63_e59b_9d5f],
        [0xb5b9_3ee3_592e_2d1f, 0x4e65_94e5_1f96_43e6, 0x2a3b_21ce_75b5_fa3f, 0x47e5_9cde_0d03_4f36],
    ],
    [
        [0x4777_6904_c0f1_cc3a, 0x9c09_84b6_6f75_301a, 0x5fa6_8678_f0d6_4af8, 0xba1a_bce3_4738_a73e],
        [0xaa00_5ee6_b5b9_5728, 0x6231_8565_7764_8e83, 0x81b2_8044_28d5_733f, 0x32f7_87ff_71f1_fcdc],
    ],
    [
        [0xcb6d_2861_102c_0c25, 0xce39_b7c1_7108_c507, 0x782c_4522_5788_4895, 0xc1fc_7b74_ab03_ed83],
        [0x58d7_614b_24d9_ef51, 0x5c35_e710_0d6d_6ce4, 0xa496_716e_30fa_3e03, 0xe391_5075_2bce_cdaa],
    ],
    [
        [0x3250_fcf6_8663_7c7b, 0x2e4a_c86e_b473_bca5, 0x3a58_2139_f42b_1523, 0xfd76_364e_6739_9e83],
        [0x42e7_c342_667d_3593, 0x97b3_090d_1d7e_b88c, 0x897c_d3c3_3b56_6a82, 0x15de_24a0_71d4_8c09],
    ],
    [
        [0x0e91_c723_9c26_40d7, 0xd28a_3e39_d458_3fa6, 0x3c0b_c0a5_df64_a4fe, 0x672e_5730_45ca_7896],
        [0x5df6_5c3b_550d_ba22, 0x1a22_733b_b8e0_bd6d, 0x7e68_8335_75e7_a5ae, 0x1380_4654_3140_ad55],
    ],
    [
        [0x3a67_e255_4b0c_0bb6, 0x85f4_f52d_8c07_fa84, 0x4165_2fc5_b76f_1b24, 0x84a4_dc45_f200_d687],
        [0x27d0_f187_2f1f_cf43, 0x26da_f267_163a_fb0d, 0x8c18_8af7_35a7_618a, 0xa9ed_16b3_02f7_9324],
    ],
    [
        [0x184f_fa58_19d8_0d51, 0xdeba_2fac_4611_f378, 0x5763_55bd_683e_54ab, 0xf2e2_0117_3b08_83d1],
        [0xc0a6_6e27_6688_f359, 0xa4c6_d908_26cb_9995, 0x45bd_eccc_63f0_4916, 0x20d2_42c2_6090_6e6f],
    ],
    [
        [0xd6d3_3ade_fa19_5b07, 0xa7c3_6da0_9085_3b8c, 0xfd8c_d1c6_88b5_8a41, 0xdedd_693d_1c78_4def],
        [0x84aa_ba16_ee19_5d7e, 0x3f78_245f_558a_5dcb, 0x09a1_66ab_4b95_eded, 0x550c_1245_93d1_bca6],
    ],
    [
        [0x301d_9e50_2dc7_e05d, 0xa85d_a026_a7ae_9aa0, 0xfac9_db7d_52a9_5b3e, 0x3e3f_9aa0_a1b4_5b8b],
        [0x6551_b6f6_b306_1223, 0xe0d2_3c02_6b01_7d72, 0x298d_9ae4_6887_ca61, 0xd58d_b6ae_a17e_e267],
    ],
    [
        [0x9807_d699_fcd8_1356, 0xfa9a_a25b_89d9_d34e, 0xa03b_0a53_3aa8_72fd, 0x65c1_00f3_cb2c_d793],
        [0xc2a5_9cdc_cab1_1bf2, 0x86a0_1a4d_1d09_1b2f, 0xffe6_30b9_6c58_7853, 0x2f6b_f924_7963_4af4],
    ],
    [
        [0xd58d_4a58_9ed2_7d16, 0x8ffa_3ad7_326c_48ca, 0x94e8_e1fe_92af_9700, 0xa12d_3890_33bb_291a],
        [0xd455_14d1_0272_6b85, 0x76ea_9263_2dc7_fef6, 0x6727_1c16_3b03_4979, 0xa5b0_c9c6_f586_b9d5],
    ],
    [
        [0x419a_6a64_6ddb_817d, 0xd6b0_9786_11a8_26aa, 0xe0d2_1379_246b_fd44, 0x73a9_2894_502b_3348],
        [0x3325_44cf_1102_f584, 0x545c_9fb1_954c_2fd5, 0x13c6_d072_f3de_e1e2, 0xdb1d_6c81_b092_14b2],
    ],
    [
        [0x22a6_82f7_c399_6d4d, 0x4201_4976_a179_046e, 0x547b_942d_d2d1_38d4, 0xa0c1_99dd_fb27_76c4],
        [0x4f46_06b0_1022_23ee, 0xb918_c983_5a54_356c, 0x979d_cc31_0265_b068, 0x5347_f649_cbaa_285d],
    ],
    [
        [0x67a6_bec2_40de_e065, 0x1cf2_58d2_e6cf_e8aa, 0x6067_c5c3_d417_5a59, 0x3a7d_e694_995d_2fa2],
        [0xde69_2b70_22d1_3158, 0x6c24_9b49_464d_4499, 0x1542_c7ee_209a_ca6c, 0x49c2_4ce1_441f_eed5],
    ],
    [
        [0x986a_e250_6f1f_f104, 0xd042_3086_1d8f_4b49, 0x8f4b_c4c6_d009_b30f, 0x7544_dc12_9b82_d28d],
        [0x003c_ccc0_a646_0e0a, 0xe328_a4d9_7d3c_7b61, 0xd86f_c628_9c18_9f25, 0x2511_0c44_1bb0_7e97],
    ],
    [
        [0xa891_d066_70bd_e99b, 0x3ecd_0f5d_dff0_672e, 0x0f5f_609e_dd29_d6d9, 0x79c7_8080_fae0_ba03],
        [0xb596_cd92_2cbf_a1c1, 0x419a_88c4_033c_1ce7, 0x1c6b_38f0_feb0_f2cc, 0xefc3_edc8_1669_34ae],
    ],
    [
        [0x42c3_15cc_4895_8708, 0x5953_61ea_8307_1bbc, 0xdd5b_3158_3e19_066d, 0x51d6_8922_7b1c_0d7c],
        [0x649a_61ce_571b_9585, 0x2914_d1df_bb7a_7990, 0x74f1_a1e1_eb87_f164, 0xd6c4_a72b_b2f9_b1b9],
    ],
    [
        [0xf785_b0e0_9806_8875, 0xbb22_b146_866e_6c05, 0x28fb_7ea9_758f_d4fd, 0x7d22_8ce6_a567_4455],
        [0x73fd_b0bf_6080_da6e, 0xe15c_767f_0d9f_5b41, 0x4b04_b6fd_5f3a_a60a, 0xe7bc_490c_10d6_2408],
    ],
    [
        [0x672c_4a51_4d9d_e43e, 0xaade_e686_3c1d_68bc, 0x95f7_eb56_e810_08ff, 0x0443_60f0_018e_22b1],
        [0x548c_7e91_96a2_5bfe, 0x611d_e5a4_ace2_03f7, 0x1362_4658_9704_d941, 0x9935_3991_91f3_7104],
    ],
    [
        [0x6f01_bd49_c9d9_5245, 0x5a47_8022_54b8_8039, 0x982b_1ca7_8de9_b983, 0xf126_ec9f_7449_d036],
        [0x1562_080f_f1d5_deab, 0x11a0_f21a_6087_76ce, 0xa785_51bf_c374_9b08, 0x3602_33dd_989e_17db],
    ],
    [
        [0x079d_ba7b_a068_c926, 0x7571_a109_fe7f_ea2c, 0xc2a5_95b7_62c1_eada, 0xdec1_dff7_df6e_60a0],
        [0xdc1e_19b7_43d4_d181, 0x1d22_3f9d_2a95_88ab, 0x83eb_2df3_5751_a397, 0xfb0d_a5ae_b482_4dea],
    ],
    [
        [0xc116_e30e_bb4d_2865, 0x126d_45a8_ea90_7f86, 0x289d_406e_2d6c_6bd8, 0x8abd_97b1_d0f5_6077],
        [0xe947_8823_c35b_30c2, 0xb8b1_6d9b_b13b_8765, 0x7d5b_d5e8_9e59_c8c5, 0x313f_d7fd_a410_c206],
    ],
    [
        [0x665f_1a6f_fe0c_6437, 0x765b_2784_fca9_bdf7, 0xe509_4111_9e8d_c8ec, 0xa2b6_ea0e_0faa_4b45],
        [0x490e_2ca4_9ffd_18c2, 0x6e8c_ca29_f7ea_c37f, 0x7ded_e5bf_81e2_15bc, 0x6e25_a660_2b7f_4ccf],
    ],
    [
        [0x059c_cb19_edd3_da9a, 0x2d3a_6b3d_8d99_0001, 0x3e79_10a0_8b72_4fd5, 0x5939_ac38_0d32_af0e],
        [0xbb6a_d7ec_cad4_9159, 0xda65_281b_9345_638e, 0x1621_f7a3_3956_cecd, 0x928e_1e3c_97fe_91d1],
    ],
    [
        [0x6a95_01d8_5bf5_dc80, 0x2a1f_28a0_8acc_7d8f, 0xdf53_c8af_01a7_cd38, 0x32a2_9082_5d8b_dac1],
        [0xca64_0ad1_9347_3743, 0x81c6_c6e4_4a3c_56a3, 0xf846_1b5c_697a_6f35, 0x30af_f53d_5f1e_f1a3],
    ],
];
